using Api.Queueing;
using Api.Requests;
using Api.Responses;

namespace Api.Importing;

/// <summary>
/// Sends the messages of an import. What has been read is on record before a message of it leaves; an import that was interrupted resumes after
/// the messages that certainly are on the queue, once all that was read then has been read again.
/// </summary>
internal sealed class ImportStream
{
    private readonly RequestTable _requests;
    private readonly ImportTrail _trail;
    private readonly MessageStream _stream;

    /// <summary>Messages that left before, perhaps, and wait until the file is known to be the same: those of some few sends at once.</summary>
    private readonly Queue<BinaryData> _held = new();
    private int _messages;

    public ImportStream(RequestTable requests, RequestQueue queue, ImportTrail trail, RequestEntry entry)
    {
        _requests = requests;
        _trail = trail;
        Entry = entry;
        _stream = new MessageStream(queue, async sent => Entry = await requests.AdvanceAsync(Entry, trail.Prefix(trail.Messages + sent)));
    }

    /// <summary>The import's row as it was written last.</summary>
    public RequestEntry Entry { get; private set; }

    /// <summary>Sends a message, unless it certainly is on the queue; null is none.</summary>
    public async Task SendAsync(BinaryData? message)
    {
        if (message is null)
        {
            return;
        }

        if (_messages++ < _trail.Messages)
        {
            Entry = await _requests.ProlongAsync(Entry);
            return;
        }

        _held.Enqueue(message);
        while (_trail.IsSame && _held.TryDequeue(out var next))
        {
            await _stream.SendAsync(next);
        }
    }

    /// <summary>Waits until all messages are on the queue.</summary>
    /// <exception cref="RefusedException">The file ended before all that was read before.</exception>
    public async Task CompleteAsync()
    {
        _trail.Ended();
        await _stream.CompleteAsync();
    }
}
