using System.Net;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Functions.Tests.LocalHost.Queues;

/// <summary>A queue with the visibility and receipts of the real one, on virtual time.</summary>
internal sealed class InMemoryQueue(string name, TimeProvider time) : QueueClient
{
    private readonly Lock _lock = new();
    private readonly List<StoredMessage> _messages = [];
    private readonly List<TimeSpan> _visibilityUpdates = [];
    private int _receives;
    private int _refusals;

    public override string Name => name;

    public bool IsMissing { get; set; }

    /// <summary>Thrown once by the next receive.</summary>
    public Exception? NextReceiveFault { get; set; }

    /// <summary>Operations refused because their receipt was not the newest.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    public int Receives => Volatile.Read(ref _receives);

    /// <summary>The visibility given by each update: renewals and releases.</summary>
    public IReadOnlyList<TimeSpan> VisibilityUpdates => Locked<IReadOnlyList<TimeSpan>>(() => [.. _visibilityUpdates]);

    public IReadOnlyList<StoredMessage> Messages => Locked<IReadOnlyList<StoredMessage>>(() => [.. _messages]);

    public StoredMessage Add(string body, long dequeueCount = 0)
    {
        var message = new StoredMessage(body, time.GetUtcNow()) { DequeueCount = dequeueCount };
        Locked(() => _messages.Add(message));

        return message;
    }

    /// <summary>Makes every receipt worthless, as when somebody else received the message.</summary>
    public void LoseLease(StoredMessage message) => Locked(() => message.Hide(message.VisibleOn));

    public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync(
        int? maxMessages = null, TimeSpan? visibilityTimeout = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _receives);
        if (NextReceiveFault is { } fault)
        {
            NextReceiveFault = null;
            throw fault;
        }

        ThrowIfMissing();
        var now = time.GetUtcNow();
        return Answer(Locked(() =>
            _messages.Where(message => message.VisibleOn <= now).Take(maxMessages ?? 1).Select(message => message.Deliver(now + visibilityTimeout!.Value)).ToArray()));
    }

    public override Task<Response<UpdateReceipt>> UpdateMessageAsync(
        string messageId, string popReceipt, string? messageText = null, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Answer(Locked(() =>
        {
            var message = Find(messageId, popReceipt);
            message.Hide(time.GetUtcNow() + visibilityTimeout);
            _visibilityUpdates.Add(visibilityTimeout);
            return QueuesModelFactory.UpdateReceipt(message.PopReceipt, message.VisibleOn);
        }));
    }

    public override Task<Response> DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Locked(() => _messages.Remove(Find(messageId, popReceipt)));
        return Task.FromResult<Response>(null!);
    }

    public override Task<Response<SendReceipt>> SendMessageAsync(
        BinaryData message, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
    {
        ThrowIfMissing();
        var stored = Add(message.ToString());
        return Answer(QueuesModelFactory.SendReceipt(stored.Id, time.GetUtcNow(), time.GetUtcNow().AddDays(7), stored.PopReceipt, stored.VisibleOn));
    }

    public override Task<Response> CreateIfNotExistsAsync(IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        IsMissing = false;
        return Task.FromResult<Response>(null!);
    }

    private StoredMessage Find(string messageId, string popReceipt)
    {
        var message = _messages.Find(message => message.Id == messageId) ?? throw Failure(HttpStatusCode.NotFound, QueueErrorCode.MessageNotFound);
        if (message.PopReceipt == popReceipt)
        {
            return message;
        }

        Interlocked.Increment(ref _refusals);
        throw Failure(HttpStatusCode.BadRequest, QueueErrorCode.PopReceiptMismatch);
    }

    private void ThrowIfMissing()
    {
        if (IsMissing)
        {
            throw Failure(HttpStatusCode.NotFound, QueueErrorCode.QueueNotFound);
        }
    }

    private void Locked(Action action)
    {
        lock (_lock)
        {
            action();
        }
    }

    private T Locked<T>(Func<T> function)
    {
        lock (_lock)
        {
            return function();
        }
    }

    private static RequestFailedException Failure(HttpStatusCode status, QueueErrorCode code) => new((int)status, code.ToString(), code.ToString(), null);

    private static Task<Response<T>> Answer<T>(T value) => Task.FromResult(Response.FromValue(value, null!));
}
