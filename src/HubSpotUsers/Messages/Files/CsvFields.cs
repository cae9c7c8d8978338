using System.Text;

namespace HubSpotUsers.Messages.Files;

/// <summary>Splits a record of a CSV file into its fields (RFC 4180). What is in them is data, whatever it looks like.</summary>
internal static class CsvFields
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Splits a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    public static List<string> Split(ReadOnlySpan<byte> record, out string? fault)
    {
        var fields = new List<string>();
        if (!TryDecode(record, out var text))
        {
            fault = "The line is not valid UTF-8.";
            return fields;
        }

        for (var at = 0; at <= text.Length;)
        {
            var isGood = at < text.Length && text[at] is '"' ? TryReadQuoted(text, ref at, fields) : TryReadPlain(text, ref at, fields);
            if (!isGood)
            {
                fault = "A quote stands where none may: put the whole field in quotes, and write two for each within it.";
                return fields;
            }
        }

        fault = null;
        return fields;
    }

    private static bool TryDecode(ReadOnlySpan<byte> record, out string text)
    {
        try
        {
            text = StrictUtf8.GetString(record);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = string.Empty;
            return false;
        }
    }

    /// <summary>Reads a field without quotes and the comma after it.</summary>
    private static bool TryReadPlain(string text, ref int at, List<string> fields)
    {
        var end = text.IndexOf(',', at) is var comma and >= 0 ? comma : text.Length;
        var field = text[at..end];
        fields.Add(field);
        at = end + 1;
        return !field.Contains('"', StringComparison.Ordinal);
    }

    /// <summary>Reads a field in quotes and the comma after it.</summary>
    private static bool TryReadQuoted(string text, ref int at, List<string> fields)
    {
        var field = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] is not '"')
            {
                field.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] is '"')
            {
                field.Append(text[at++]);
            }
            else
            {
                fields.Add(field.ToString());
                at += 2;
                return at > text.Length || text[at - 1] is ',';
            }
        }

        return false;
    }
}
