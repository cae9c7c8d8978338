using System.Text;

namespace HubSpotUsers.Files.Tables;

/// <summary>
/// Hands a CSV reader one record at a time. It reads no further than that, so that a faulty record costs its own line, and what was read
/// is known to the byte.
/// </summary>
internal sealed class RecordFeed : TextReader
{
    private char[] _text = new char[1024];
    private int _at;
    private int _end;

    /// <summary>Takes the record that comes next.</summary>
    public void Load(Encoding encoding, ReadOnlySpan<byte> record)
    {
        if (_text.Length <= record.Length)
        {
            _text = new char[2 * record.Length];
        }

        _at = 0;
        _end = encoding.GetChars(record, _text);
        _text[_end++] = '\n';
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        var length = Math.Min(count, _end - _at);
        Array.Copy(_text, _at, buffer, index, length);
        _at += length;
        return length;
    }

    /// <inheritdoc/>
    public override int ReadBlock(char[] buffer, int index, int count) => Read(buffer, index, count);
}
