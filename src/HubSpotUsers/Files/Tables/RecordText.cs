using System.Text;

namespace HubSpotUsers.Files.Tables;

/// <summary>The text of a record, decoded once for all its fields.</summary>
internal sealed class RecordText
{
    private char[] _characters = new char[1024];
    private int _at;
    private int _extra;
    private int _extraPassed;

    /// <summary>Decodes a record, which is valid UTF-8.</summary>
    public void Load(ReadOnlySpan<byte> record)
    {
        if (_characters.Length < record.Length)
        {
            _characters = new char[2 * record.Length];
        }

        _extra = record.Length - Encoding.UTF8.GetChars(record, _characters);
        (_at, _extraPassed) = (0, 0);
    }

    /// <summary>The text of the next field, as it stands in the record.</summary>
    public ReadOnlySpan<char> Next(ReadOnlySpan<byte> record, CsvField field)
    {
        var extra = 0;
        if (_extraPassed < _extra)
        {
            _extraPassed += ExtraOf(record[_at..field.Start]);
            _at = field.Start + field.Length;
            extra = ExtraOf(record.Slice(field.Start, field.Length));
        }

        var text = _characters.AsSpan(field.Start - _extraPassed, field.Length - extra);
        _extraPassed += extra;
        return text;
    }

    /// <summary>How many more bytes there are than characters; where none are left, the rest is ASCII.</summary>
    private static int ExtraOf(ReadOnlySpan<byte> text) => text.Length - Encoding.UTF8.GetCharCount(text);
}
