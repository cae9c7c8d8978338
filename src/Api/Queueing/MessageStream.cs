namespace Api.Queueing;

/// <summary>Sends the messages of one request, some at a time, and holds no more of them.</summary>
/// <param name="leaving">Awaited before a message is sent, with how many before it certainly are on the queue.</param>
internal sealed class MessageStream(RequestQueue queue, Func<int, Task>? leaving = null)
{
    private const int MaxAtOnce = 16;

    private readonly List<Task> _sending = new(MaxAtOnce);
    private int _sent;

    /// <summary>Sends a message; null is none.</summary>
    public async Task SendAsync(BinaryData? message)
    {
        if (message is null)
        {
            return;
        }

        if (leaving is not null)
        {
            await leaving(_sent);
        }

        _sending.Add(queue.SendAsync(message));
        if (_sending.Count == MaxAtOnce)
        {
            await CompleteAsync();
        }
    }

    /// <summary>Waits until all messages are on the queue.</summary>
    public async Task CompleteAsync()
    {
        await Task.WhenAll(_sending);
        _sent += _sending.Count;
        _sending.Clear();
    }
}
