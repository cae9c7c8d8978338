using System.Text;
using HubSpotUsers.Files.Records;

namespace HubSpotUsers.Files.Text;

/// <summary>
/// A file as UTF-8, whatever it is in. What cannot be determined stays as it is, and its lines turn out faulty; in the first bytes of a file it is
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
    private long _lineStart;
    private byte _lastPassed;

    private Utf8Stream(Stream body, Encoding? fallback) => (_body, _fallback) = (body, fallback);

    /// <summary>What the file turned out to be in, as far as it has been read.</summary>
    public string EncodingName { get; private set; } = "us-ascii";

    /// <summary>Opens a file.</summary>
    /// <param name="body">The file.</param>
    /// <param name="charset">The charset it is declared to be in; null when it is not.</param>
    /// <param name="fallback">The charset to take where none can be determined; null to take none.</param>
    /// <exception cref="InvalidFileException">There is no such charset, or the file is in none that is taken.</exception>
    public static async Task<Utf8Stream> OpenAsync(Stream body, string? charset, string? fallback)
    {
        var stream = new Utf8Stream(body, fallback is null ? null : TextEncoding.Named(fallback));
        await stream.FillAsync(4);
        var declared = charset is null ? null : TextEncoding.Named(charset);
        var head = stream._window.AsSpan(0, stream._end);
        if ((TextEncoding.OfMark(head) ?? declared) is { } encoding)
        {
            stream.Decide(encoding);
        }
        else
        {
            TextEncoding.RefuseUnmarked(head);
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

            // No more than is looked at anyway: whoever sends slowly is not kept waiting, and the same file is read alike however it arrives.
            await FillAsync(RecordReader.HeadBytes);
            Guess(_window.AsSpan(_start, Math.Min(_end - _start, RecordReader.HeadBytes)));
        }

        return await _rest!.ReadAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rest?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Tells the encoding of the first bytes that are not ASCII.</summary>
    private void Guess(ReadOnlySpan<byte> window)
    {
        if (TextEncoding.HasUtf8(window))
        {
            Decide(Encoding.UTF8);
        }
        else if (_fallback is null && WesternText.IsCertain(window, _lastPassed))
        {
            EncodingName = TextEncoding.Windows1252.WebName;
            _rest = new SharedLetters(ReadRestAsync);
        }
        else
        {
            Decide(_fallback ?? Undecided(window));
        }
    }

    /// <summary>Refuses a file of which nothing has been taken yet; the lines of any other turn out faulty one by one.</summary>
    private UTF8Encoding Undecided(ReadOnlySpan<byte> window) => _passed < RecordReader.HeadBytes
        ? throw new InvalidFileException(
            $"Line {_lines + 1} has text that is not UTF-8, from its byte {_passed - _lineStart + 1} on, and its encoding cannot be determined with certainty{(TextEncoding.Probable(window) is { } charset ? $"; it may be {charset}" : string.Empty)}. Save the file as UTF-8 (in a spreadsheet: CSV UTF-8), or name its charset, such as windows-1252.")
        : new UTF8Encoding();

    private int Pass(Memory<byte> buffer, int count)
    {
        var passed = _window.AsSpan(_start, Math.Min(count, buffer.Length));
        passed.CopyTo(buffer.Span);
        _lines += passed.Count((byte)'\n');
        _lineStart = passed.LastIndexOf((byte)'\n') is >= 0 and var end ? _passed + end + 1 : _lineStart;
        _lastPassed = passed.IsEmpty ? _lastPassed : passed[^1];
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

    /// <summary>Reads what is left in the window, and then the rest of the file.</summary>
    private ValueTask<int> ReadRestAsync(Memory<byte> buffer, CancellationToken cancellationToken) => _start < _end
        ? ValueTask.FromResult(Pass(buffer, _end - _start))
        : _body.ReadAsync(buffer, cancellationToken);

    private sealed class RestStream(Utf8Stream file) : ForwardStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => file.ReadRestAsync(buffer, cancellationToken);
    }
}
