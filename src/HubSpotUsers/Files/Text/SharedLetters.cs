using System.Text;

namespace HubSpotUsers.Files.Text;

/// <summary>
/// Text of which the encoding is known only as far as it makes no difference, as UTF-8: a byte that would be another letter in another
/// encoding becomes U+FFFD, by which its line is found faulty.
/// </summary>
/// <param name="readAsync">Reads on in the text, of which a byte is a character.</param>
internal sealed class SharedLetters(Func<Memory<byte>, CancellationToken, ValueTask<int>> readAsync) : ForwardStream
{
    /// <summary>No character of these encodings takes more bytes in UTF-8.</summary>
    private const int MaxBytes = 3;

    private static readonly byte[][] Encoded = [.. Enumerable.Range(0, 256).Select(value => Encode((byte)value))];

    private readonly byte[] _read = new byte[4096];
    private readonly byte[] _written = new byte[4096 * MaxBytes];
    private int _start;
    private int _end;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end)
        {
            Convert(await readAsync(_read, cancellationToken));
        }

        var length = Math.Min(buffer.Length, _end - _start);
        _written.AsSpan(_start, length).CopyTo(buffer.Span);
        _start += length;
        return length;
    }

    private static byte[] Encode(byte value) => WesternText.IsShared(value)
        ? Encoding.UTF8.GetBytes(TextEncoding.Windows1252.GetString([value]))
        : [.. "\uFFFD"u8];

    private void Convert(int count)
    {
        (_start, _end) = (0, 0);
        foreach (var value in _read.AsSpan(0, count))
        {
            var encoded = Encoded[value];
            encoded.CopyTo(_written, _end);
            _end += encoded.Length;
        }
    }
}
