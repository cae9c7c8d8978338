using System.Buffers;
using System.Text;

namespace HubSpotUsers.Files.Text;

/// <summary>Keeps a spreadsheet from taking the text of a cell for a formula (OWASP: CSV Injection).</summary>
internal static class Formulas
{
    private static readonly SearchValues<char> Beginnings = SearchValues.Create("=+-@\uff1d\uff0b\uff0d\uff20");
    private static readonly SearchValues<char> Separators = SearchValues.Create(",;|\t\r\n");

    /// <summary>
    /// Escapes formulas that would begin if the cell were split at a separator, whichever that is: quotes and spaces before them do not help. What
    /// the cell itself begins with is the writer's, unless quotes or spaces come first.
    /// </summary>
    public static string? Escape(string? cell)
    {
        if (cell is null || !cell.AsSpan().ContainsAny(Beginnings))
        {
            return cell;
        }

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

    /// <summary>Whether a cell has a line break of any kind, which a reader would take for the end of the line unless it is quoted.</summary>
    public static bool HasLineBreak(string? cell) => cell.AsSpan().ContainsAny('\r', '\n');
}
