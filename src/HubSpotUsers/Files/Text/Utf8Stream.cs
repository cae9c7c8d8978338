using System.Text;
using HubSpotUsers.Files.Records;

namespace HubSpotUsers.Files.Text;

/// <summary>
/// A file as UTF-8, whatever it is in. What cannot be told stays as it is, and its lines turn out faulty; in the first bytes of a file it is
/// refused. What does not fit a charset becomes U+FFFD, by which the line is found faulty, too.
/// </summary>
internal sealed class Utf8Stream : ForwardStream
{
    private const int WindowBytes = 64 * 1024;

    private readonly byte[] _window = new byte[WindowBytes];
    private readonly Stream _body;
    private readonly Encoding? _fallback;
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private Stream? _rest;
    private int _lines;
    private long _passed;

    private Utf8Stream(Stream body, Encoding? fallback) => (_body, _fallback) = (body, fallback);

    /// <summary>What the file turned out to be in, as far as it has been read.</summary>
    public string EncodingName { get; private set; } = "us-ascii";

    /// <summary>Opens a file.</summary>
    /// <param name="body">The file.</param>
    /// <param name="charset">The charset it is declared to be in; null when it is not.</param>
    /// <param name="fallback">The charset to take where none can be told; null to take none.</param>
    /// <exception cref="InvalidFileException">There is no such charset, or the file is in none that is taken.</exception>
    public static async Task<Utf8Stream> OpenAsync(Stream body, string? charset, string? fallback)
    {
        var stream = new Utf8Stream(body, fallback is null ? null : TextEncoding.Named(fallback));
        await stream.FillAsync(4);
        var declared = charset is null ? null : TextEncoding.Named(charset);
        var head = stream._window.AsSpan(0, stream._end);
        if (head.StartsWith(Encoding.UTF8.Preamble) || declared is UTF8Encoding)
        {
            stream.Decide(Encoding.UTF8);
        }
        else if (declared is not null || TextEncoding.OfMark(head) is not null)
        {
            stream.Decide(TextEncoding.OfMark(head) ?? declared!);
        }

        return stream;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest is null)
        {
            if (_start == _end)
            {
                await FillAsync(1);
            }

            var plain = _window.AsSpan(_start, _end - _start).IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (plain is not 0)
            {
                return Pass(buffer, plain < 0 ? _end - _start : plain);
            }

            // No more than is looked at anyway: whoever sends slowly is not kept waiting for the rest of a window.
            await FillAsync(RecordReader.HeadBytes);
            Decide(TextEncoding.Guess(_window.AsSpan(_start, _end - _start)) ?? _fallback ?? Undecided());
        }

        return await _rest!.ReadAsync(buffer, cancellationToken);
    }

    /// <summary>Refuses a file of which nothing has been taken yet; the lines of any other turn out faulty one by one.</summary>
    private Encoding Undecided() => _passed < RecordReader.HeadBytes
        ? throw new InvalidFileException(
            $"Line {_lines + 1} has text that is not UTF-8, and its encoding cannot be told with certainty. Save the file as UTF-8 (in a spreadsheet: CSV UTF-8), or name its charset, such as windows-1252.")
        : Encoding.UTF8;

    private int Pass(Memory<byte> buffer, int count)
    {
        var passed = _window.AsSpan(_start, Math.Min(count, buffer.Length));
        passed.CopyTo(buffer.Span);
        _lines += passed.Count((byte)'\n');
        _start += passed.Length;
        _passed += passed.Length;
        return passed.Length;
    }

    private void Decide(Encoding encoding)
    {
        EncodingName = encoding.WebName;
        var rest = new RestStream(this);
        _rest = encoding is UTF8Encoding ? rest : Encoding.CreateTranscodingStream(rest, encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>Reads until so many bytes are in the window, or all there are.</summary>
    private async ValueTask FillAsync(int count)
    {
        if (_start > 0)
        {
            _window.AsSpan(_start, _end - _start).CopyTo(_window);
            (_start, _end) = (0, _end - _start);
        }

        while (_end < Math.Min(count, WindowBytes) && !_isAtEnd)
        {
            var read = await _body.ReadAsync(_window.AsMemory(_end));
            _end += read;
            _isAtEnd = read is 0;
        }
    }

    /// <summary>What is left in the window, and then the rest of the file.</summary>
    private sealed class RestStream(Utf8Stream file) : ForwardStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            file._start < file._end
                ? ValueTask.FromResult(file.Pass(buffer, file._end - file._start))
                : file._body.ReadAsync(buffer, cancellationToken);
    }
}
