using System.Buffers;
using System.Text;
using System.Text.Unicode;
using HubSpotUsers.Files.Text;

namespace HubSpotUsers.Files.Tables;

/// <summary>The texts of the fields of a record.</summary>
internal sealed class RecordText
{
    private char[] _characters = new char[1024];
    private int _firstOther;
    private int _lastOther;

    /// <summary>Takes every byte of a record for a character, which it is in nearly all fields, and finds out between which bytes it may not be.</summary>
    public void Load(ReadOnlySpan<byte> record)
    {
        if (_characters.Length < record.Length)
        {
            _characters = new char[2 * record.Length];
        }

        Encoding.Latin1.GetChars(record, _characters);
        _firstOther = record.IndexOfAnyExceptInRange((byte)1, (byte)0x7F);
        _lastOther = _firstOther < 0 ? -1 : record.LastIndexOfAnyExceptInRange((byte)1, (byte)0x7F);
    }

    /// <summary>Reads a field.</summary>
    /// <param name="record">The record.</param>
    /// <param name="field">Where in it the field is.</param>
    /// <param name="before">The text of the same column in the line before: departments and time zones repeat, and are held once.</param>
    /// <returns>Null when it did not arrive as it was written.</returns>
    public string? Read(ReadOnlySpan<byte> record, CsvField field, string? before)
    {
        var text = _characters.AsSpan(field.Start, field.Length);
        if (field.Start <= _lastOther && field.Start + field.Length > _firstOther)
        {
            var status = Utf8.ToUtf16(record.Slice(field.Start, field.Length), text, out _, out var length, replaceInvalidSequences: false);
            text = text[..length];
            if (status is not OperationStatus.Done || TextFaults.IsDamaged(text))
            {
                return null;
            }
        }

        return field.HasTwins ? text.ToString().Replace("\"\"", "\"", StringComparison.Ordinal)
            : before is not null && text.SequenceEqual(before) ? before
            : text.ToString();
    }
}
