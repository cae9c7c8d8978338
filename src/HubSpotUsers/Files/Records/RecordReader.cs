using System.Buffers;
using System.Text;

namespace HubSpotUsers.Files.Records;

/// <summary>Reads the records of a file of any size, holding only what the next one may need.</summary>
/// <param name="body">The file, in UTF-8.</param>
/// <param name="bounds">Finds where a record ends.</param>
/// <param name="hash">Takes what has been read, and is disposed with the reader.</param>
internal sealed class RecordReader(Stream body, IRecordBounds bounds, FileHash hash) : IDisposable
{
    /// <summary>The most bytes of a record: more than any message takes.</summary>
    public const int MaxRecordBytes = 64 * 1024;

    /// <summary>How many bytes are looked at before any record is taken.</summary>
    public const int HeadBytes = 4 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(2 * MaxRecordBytes);
    private int _start;
    private int _end;
    private int _hashed;
    private byte _lineEnd = (byte)'\n';
    private bool _isAtEnd;
    private bool _hasBegun;
    private FileRecord? _skipped;

    /// <summary>The line that the next record begins on, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The hash of all records read so far, with what stands between them; at the end, of the file.</summary>
    public byte[] HashOfRead()
    {
        Hash();
        return hash.Current();
    }

    /// <summary>Whether all records have been read.</summary>
    public bool IsAtEnd => _isAtEnd && _start == _end && _skipped is null;

    /// <summary>Reads the next record if it is there; else, unless this is the end, after <see cref="FillAsync"/>.</summary>
    public bool TryRead(out FileRecord record)
    {
        while (_skipped is null && _hasBegun && _start < _end)
        {
            var extent = _isAtEnd ? RecordExtent.All : _end - _start > MaxRecordBytes ? RecordExtent.Full : RecordExtent.Part;
            var bound = bounds.Find(_buffer.AsSpan(_start, _end - _start), _lineEnd, extent);
            if (bound is { IsBetween: true, Length: > 0 })
            {
                Pass(bound.Length);
            }
            else if (bound is { Length: > 0, Fault: { } fault } && extent is RecordExtent.Full && _buffer[_start + bound.Length - 1] != _lineEnd)
            {
                // The rest of the line is no line of its own.
                _skipped = new FileRecord(Line, default, fault);
            }
            else if (bound.Length > 0 && (bound.Length <= MaxRecordBytes || bound.Fault is not null))
            {
                record = Take(bound);
                return true;
            }
            else if (extent is not RecordExtent.Part)
            {
                _skipped = new FileRecord(Line, default, $"The record has more than {MaxRecordBytes} bytes.");
            }
            else
            {
                break;
            }
        }

        return TrySkip(out record);
    }

    /// <summary>Reads on in the file; false when nothing is left to read.</summary>
    public async ValueTask<bool> FillAsync()
    {
        if (_isAtEnd)
        {
            return false;
        }

        await (_hasBegun ? ReadAsync() : BeginAsync());
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        hash.Dispose();
        if (_buffer.Length > 0)
        {
            // It held users, and whoever rents it next is another request.
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = [];
        }
    }

    private FileRecord Take(RecordBound bound)
    {
        var (line, start, end) = (Line, _start, _start + bound.Length);
        Pass(bound.Length);
        while (end > start && _buffer[end - 1] is (byte)'\r' or (byte)'\n')
        {
            end--;
        }

        return new FileRecord(line, bound.Fault is null ? _buffer.AsMemory(start, end - start) : default, bound.Fault);
    }

    /// <summary>Leaves the line behind that is no record, as far as it is there.</summary>
    private bool TrySkip(out FileRecord record)
    {
        record = _skipped.GetValueOrDefault();
        if (_skipped is null)
        {
            return false;
        }

        var newLine = _buffer.AsSpan(_start, _end - _start).IndexOf(_lineEnd);
        Pass(newLine < 0 ? _end - _start : newLine + 1);
        if (newLine < 0 && !_isAtEnd)
        {
            return false;
        }

        _skipped = null;
        return true;
    }

    /// <summary>Leaves bytes behind.</summary>
    private void Pass(int count)
    {
        var passed = _buffer.AsSpan(_start, count);
        Line += passed.Count(_lineEnd);
        _start += count;
    }

    /// <summary>Hashes what was left behind: a buffer at a time, for each call costs as much as hashing a line.</summary>
    private void Hash()
    {
        hash.Append(_buffer.AsSpan(_hashed, _start - _hashed));
        _hashed = _start;
    }

    private async ValueTask ReadAsync()
    {
        if (_start > 0)
        {
            Hash();
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end, _hashed) = (0, _end - _start, 0);
        }

        var count = await body.ReadAsync(_buffer.AsMemory(_end), CancellationToken.None);
        _end += count;
        _isAtEnd = count is 0;
    }

    /// <summary>
    /// Looks at the beginning before any record of it is taken, since what is wrong with a file mostly shows there: skips byte order marks and
    /// finds out how lines end. With CR, as old spreadsheets write them, only when no LF is in sight.
    /// </summary>
    private async ValueTask BeginAsync()
    {
        while (!_isAtEnd && _end < HeadBytes)
        {
            await ReadAsync();
        }

        _hasBegun = true;

        // No more than this many bytes, so that the same file is read alike however it arrives. LF may follow the last CR.
        var head = _buffer.AsSpan(0, Math.Min(_end, HeadBytes));
        if (!head.Contains(_lineEnd) && head[..^(_end > HeadBytes ? 1 : 0)].Contains((byte)'\r'))
        {
            _lineEnd = (byte)'\r';
        }

        // A file that was put together, or saved by a program that does not know the mark, may have it twice.
        var marks = 0;
        while (head[marks..].StartsWith(Encoding.UTF8.Preamble))
        {
            marks += Encoding.UTF8.Preamble.Length;
        }

        Pass(marks);
    }
}

/// <summary>One record of a file.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Bytes">Its bytes without the line break, until the next one is read; empty when it has a fault.</param>
/// <param name="Fault">Why it is none; null for a good one.</param>
internal readonly record struct FileRecord(int Line, ReadOnlyMemory<byte> Bytes, string? Fault = null);
