using System.Text;
using Api.Requests;
using Api.Responses;
using HubSpotUsers.Files;
using Microsoft.AspNetCore.Http;

namespace Api.Importing;

/// <summary>
/// Hashes what an import reads and compares it with what was read before under the same key. A line that has changed shifts users
/// into other messages, which the ledger would not know: nothing leaves before all that led to it is known to be the same.
/// </summary>
/// <param name="records">The file.</param>
/// <param name="known">What was read before; null when nothing was.</param>
internal sealed class ImportTrail(IRows<FileRow> records, ReadPrefix? known)
{
    /// <summary>So many marks tell the place of a change to a hundredth of the file, in two kilobytes of its row.</summary>
    private const int MaxMarks = 128;

    private const int MarkBytes = 8;
    private const int MarkLength = 2 * MarkBytes;

    private readonly StringBuilder _marks = new();
    private int _stride = 1;
    private int _count;
    private int _firstDoubtful = 1;

    /// <summary>Whether all that was read before has been read again.</summary>
    public bool IsSame { get; private set; } = known is null;

    /// <summary>How many messages certainly are on the queue from what was read before.</summary>
    public int Messages => known?.Messages ?? 0;

    /// <summary>Adds a record that has been read to the trail.</summary>
    /// <exception cref="RefusedException">The file is another one.</exception>
    public void Passed()
    {
        _count++;
        if (_count % _stride is 0)
        {
            _marks.Append(Mark());
            if (_marks.Length == MaxMarks * MarkLength)
            {
                KeepEverySecond();
            }
        }

        if (known is not null)
        {
            Compare(known);
        }
    }

    /// <summary>What has been read so far, for a message that is about to leave.</summary>
    /// <param name="messages">How many messages before it certainly are on the queue.</param>
    public ReadPrefix Prefix(int messages) => new(messages, _count, Hash(), _stride, _marks.ToString());

    /// <summary>Marks the end of the file.</summary>
    /// <exception cref="RefusedException">The file is another one: more was read before.</exception>
    public void Ended()
    {
        if (!IsSame)
        {
            throw OtherFile();
        }
    }

    /// <summary>The response to another file.</summary>
    public RefusedException OtherFile() => new(new Problem(
        "The key belongs to another file",
        StatusCodes.Status422UnprocessableEntity,
        $"A file with this {IdempotencyKey.HeaderName} was sent before, and this one differs from line {_firstDoubtful} on: the first difference is in the lines {_firstDoubtful} to {Math.Max(_firstDoubtful, records.Line - 1)}. Send the file as it was to go on with it, and changed lines under a new key."));

    private void Compare(ReadPrefix before)
    {
        var end = _count / before.Stride * MarkLength;
        if (_count % before.Stride is 0 && end <= before.Marks.Length)
        {
            if (!before.Marks.AsSpan(end - MarkLength, MarkLength).SequenceEqual(Mark()))
            {
                throw OtherFile();
            }

            _firstDoubtful = records.Line;
        }

        if (_count == before.Records)
        {
            IsSame = Hash() == before.Hash;
            Ended();
            _firstDoubtful = records.Line;
        }
    }

    private string Hash() => Convert.ToHexStringLower(records.HashOfRead());

    private string Mark() => Convert.ToHexStringLower(records.HashOfRead().AsSpan(0, MarkBytes));

    private void KeepEverySecond()
    {
        var all = _marks.ToString();
        _marks.Clear();
        for (var at = MarkLength; at < all.Length; at += 2 * MarkLength)
        {
            _marks.Append(all, at, MarkLength);
        }

        _stride *= 2;
    }
}
