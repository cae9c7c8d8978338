using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace HubSpotUsers.Files.Records;

/// <summary>Reads the records of a file of any size, holding only what the next one may need.</summary>
/// <param name="body">The file, in UTF-8.</param>
/// <param name="bounds">Finds where a record ends.</param>
internal sealed class RecordReader(Stream body, IRecordBounds bounds) : IDisposable
{
    /// <summary>The most bytes of a record: more than any message takes.</summary>
    public const int MaxRecordBytes = 64 * 1024;

    /// <summary>How many bytes are looked at before any record is taken.</summary>
    public const int HeadBytes = 4 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(2 * MaxRecordBytes);
    private int _start;
    private int _end;
    private byte _lineEnd = (byte)'\n';
    private bool _isAtEnd;
    private bool _hasBegun;

    /// <summary>The line that the next record begins on, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The hash of all records read so far, with what stands between them; at the end, of the file.</summary>
    public byte[] HashOfRead() => _hash.GetCurrentHash();

    /// <summary>Reads the next record; null at the end.</summary>
    public async ValueTask<FileRecord?> NextAsync()
    {
        if (!_hasBegun)
        {
            await BeginAsync();
        }

        while (true)
        {
            if (_start == _end && _isAtEnd)
            {
                return null;
            }

            var extent = _isAtEnd ? RecordExtent.All : _end - _start > MaxRecordBytes ? RecordExtent.Full : RecordExtent.Part;
            var bound = bounds.Find(_buffer.AsSpan(_start, _end - _start), _lineEnd, extent);
            if (bound.IsBetween && bound.Length > 0)
            {
                Pass(bound.Length);
                continue;
            }

            if (bound is { Length: > 0, Fault: { } fault } && extent is RecordExtent.Full && _buffer[_start + bound.Length - 1] != _lineEnd)
            {
                // The rest of the line is no line of its own.
                return await SkipLineAsync(fault);
            }

            if (bound.Length > 0 && (bound.Length <= MaxRecordBytes || bound.Fault is not null))
            {
                return Take(bound);
            }

            if (extent is not RecordExtent.Part)
            {
                return await SkipLineAsync($"The record has more than {MaxRecordBytes} bytes.");
            }

            await FillAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash.Dispose();
        if (_buffer.Length > 0)
        {
            // It held users, and whoever rents it next is another request.
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = [];
        }
    }

    private FileRecord Take(RecordBound bound)
    {
        var line = Line;
        var record = _buffer.AsMemory(_start, bound.Length);
        Pass(bound.Length);
        return new FileRecord(line, bound.Fault is null ? record.TrimEnd("\r\n"u8.ToArray()) : default, bound.Fault);
    }

    private async ValueTask<FileRecord?> SkipLineAsync(string fault)
    {
        var line = Line;
        while (true)
        {
            var newLine = _buffer.AsSpan(_start, _end - _start).IndexOf(_lineEnd);
            if (newLine >= 0)
            {
                Pass(newLine + 1);
                break;
            }

            Pass(_end - _start);
            if (_isAtEnd)
            {
                break;
            }

            await FillAsync();
        }

        return new FileRecord(line, default, fault);
    }

    /// <summary>Leaves bytes behind.</summary>
    private void Pass(int count)
    {
        var passed = _buffer.AsSpan(_start, count);
        _hash.AppendData(passed);
        Line += passed.Count(_lineEnd);
        _start += count;
    }

    private async ValueTask FillAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var count = await body.ReadAsync(_buffer.AsMemory(_end), CancellationToken.None);
        _end += count;
        _isAtEnd = count is 0;
    }

    /// <summary>
    /// Looks at the beginning before any record of it is taken, since what is wrong with a file mostly shows there: skips a byte order mark and
    /// finds out how lines end. With CR, as old spreadsheets write them, only when no LF is in sight.
    /// </summary>
    private async ValueTask BeginAsync()
    {
        while (!_isAtEnd && _end < HeadBytes)
        {
            await FillAsync();
        }

        _hasBegun = true;

        // No more than this many bytes, so that the same file is read alike however it arrives. LF may follow the last CR.
        var head = _buffer.AsSpan(0, Math.Min(_end, HeadBytes));
        if (!head.Contains(_lineEnd) && head[..^(_end > HeadBytes ? 1 : 0)].Contains((byte)'\r'))
        {
            _lineEnd = (byte)'\r';
        }

        if (head.StartsWith(Encoding.UTF8.Preamble))
        {
            Pass(Encoding.UTF8.Preamble.Length);
        }
    }
}

/// <summary>One record of a file.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Bytes">Its bytes without the line break, until the next one is read; empty when it has a fault.</param>
/// <param name="Fault">Why it is none; null for a good one.</param>
internal readonly record struct FileRecord(int Line, ReadOnlyMemory<byte> Bytes, string? Fault = null);
