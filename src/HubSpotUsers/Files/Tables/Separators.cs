using System.Buffers;

namespace HubSpotUsers.Files.Tables;

/// <summary>What may stand between the fields of a CSV file: comma, semicolon, tab or pipe.</summary>
internal static class Separators
{
    /// <summary>The separators, the usual one first.</summary>
    public static ReadOnlySpan<byte> All => ",;\t|"u8;

    private static readonly SearchValues<string> Lead = SearchValues.Create(["sep="], StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a separator as a person writes it: the character itself, or its name.</summary>
    /// <returns>Null when it is none.</returns>
    public static char? Parse(string text) => text.ToLowerInvariant() switch
    {
        "," or "comma" => ',',
        ";" or "semicolon" => ';',
        "\t" or "tab" or "\\t" => '\t',
        "|" or "pipe" => '|',
        _ => null,
    };

    /// <summary>The name of a separator; null for none.</summary>
    public static string? NameOf(char? separator) => separator switch
    {
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "pipe",
        _ => null,
    };

    /// <summary>Finds the separator of a header: the one that stands in it most often outside quotes.</summary>
    public static char Find(ReadOnlySpan<byte> header)
    {
        Span<int> counts = stackalloc int[All.Length];
        counts.Clear();
        var isQuoted = false;
        foreach (var value in header)
        {
            isQuoted ^= value is (byte)'"';
            if (!isQuoted && All.IndexOf(value) is var which and >= 0)
            {
                counts[which]++;
            }
        }

        var best = 0;
        for (var which = 1; which < counts.Length; which++)
        {
            best = counts[which] > counts[best] ? which : best;
        }

        return (char)All[best];
    }

    /// <summary>The separator that a first line such as <c>sep=;</c> names, as spreadsheets write it; null for any other line.</summary>
    public static char? OfLine(string line)
    {
        var text = line.Trim(' ', '"');
        return text.Length is 5 && text.AsSpan(0, 4).ContainsAny(Lead) ? Parse(text[4..]) : null;
    }
}
