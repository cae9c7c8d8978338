using System.Buffers;
using System.Text;

namespace HubSpotUsers.Files.Text;

/// <summary>Keeps a spreadsheet from taking the text of a cell for a formula (OWASP: CSV Injection).</summary>
internal static class Formulas
{
    private static readonly SearchValues<char> Beginnings = SearchValues.Create("=+-@\uff1d\uff0b\uff0d\uff20");
    private static readonly SearchValues<char> Leads = SearchValues.Create("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n");
    private static readonly SearchValues<char> Separators = SearchValues.Create(",;|\t\r\n");

    /// <summary>
    /// Puts an apostrophe before what a spreadsheet would take for the beginning of a formula, and before each that would begin one if the cell
    /// were split at a separator, whichever that is: quotes and spaces before them do not help.
    /// </summary>
    public static string? Escape(string? cell)
    {
        if (string.IsNullOrEmpty(cell))
        {
            return cell;
        }

        var escaped = cell.AsSpan().ContainsAny(Beginnings) ? EscapeWithin(cell) : cell;
        return Leads.Contains(cell[0]) ? $"'{escaped}" : escaped;
    }

    /// <summary>
    /// Whether an escaped cell is to be quoted beyond what CSV asks for: when it has a line break of any kind, which a reader would take for the
    /// end of the line, or begins with the apostrophe before a formula.
    /// </summary>
    public static bool NeedsQuotes(string? cell) => cell.AsSpan().ContainsAny('\r', '\n') || (cell is ['\'', var lead, ..] && Leads.Contains(lead));

    private static string EscapeWithin(string cell)
    {
        var (escaped, isBeginning) = (new StringBuilder(cell.Length + 1), false);
        foreach (var character in cell)
        {
            if (isBeginning && Beginnings.Contains(character))
            {
                escaped.Append('\'');
            }

            isBeginning = Separators.Contains(character) || ((isBeginning || escaped.Length is 0) && (character is '"' || char.IsWhiteSpace(character)));
            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
