using System.Security.Cryptography;
using System.Text;

namespace HubSpotUsers.Http.Importing;

/// <summary>Reads the records of a file of any size, holding only what the next one may need.</summary>
/// <param name="body">The file.</param>
/// <param name="bounds">Finds where a record ends.</param>
internal sealed class RecordReader(Stream body, IRecordBounds bounds) : IDisposable
{
    /// <summary>The most bytes of a record: more than any message takes.</summary>
    public const int MaxRecordBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[2 * MaxRecordBytes];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _start;
    private int _end;
    private int _line = 1;
    private bool _isAtEnd;
    private bool _hasBegun;

    /// <summary>The hash of everything read.</summary>
    public string HashOfAll() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Reads the next record; null at the end.</summary>
    public async ValueTask<ImportRecord?> NextAsync()
    {
        await SkipByteOrderMarkAsync();
        while (true)
        {
            if (_start == _end && _isAtEnd)
            {
                return null;
            }

            var isWhole = _isAtEnd || _end - _start > MaxRecordBytes;
            var bound = bounds.Find(_buffer.AsSpan(_start, _end - _start), isWhole);
            if (bound.Length > 0 && bound.Length <= MaxRecordBytes)
            {
                return Take(bound);
            }

            if (isWhole)
            {
                return await SkipLineAsync($"The record has more than {MaxRecordBytes} bytes.");
            }

            await FillAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private ImportRecord Take(RecordBound bound)
    {
        var record = _buffer.AsMemory(_start, bound.Length);
        var line = _line;
        _line += record.Span.Count((byte)'\n');
        _start += bound.Length;
        return new ImportRecord(line, bound.Fault is null ? record.TrimEnd("\r\n"u8.ToArray()) : default, bound.Fault);
    }

    private async ValueTask<ImportRecord?> SkipLineAsync(string fault)
    {
        var line = _line;
        while (true)
        {
            var newLine = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (newLine >= 0)
            {
                _start += newLine + 1;
                _line++;
                break;
            }

            _start = _end;
            if (_isAtEnd)
            {
                break;
            }

            await FillAsync();
        }

        return new ImportRecord(line, default, fault);
    }

    private async ValueTask FillAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var count = await body.ReadAsync(_buffer.AsMemory(_end), CancellationToken.None);
        _hash.AppendData(_buffer, _end, count);
        _end += count;
        _isAtEnd = count is 0;
    }

    private async ValueTask SkipByteOrderMarkAsync()
    {
        while (!_hasBegun)
        {
            if (_end < Encoding.UTF8.Preamble.Length && !_isAtEnd)
            {
                await FillAsync();
                continue;
            }

            _hasBegun = true;
            _start = _buffer.AsSpan(0, _end).StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        }
    }
}
