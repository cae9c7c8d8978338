using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Testing.Fakes;

/// <summary>A storage queue in memory: what is received is invisible for its time, and a receipt is good until the next one.</summary>
internal sealed class FakeQueueClient(string name, TimeProvider time, Steps? steps = null) : QueueClient
{
    private readonly Lock _lock = new();
    private readonly List<Stored> _stored = [];
    private int _receipts;

    public bool IsThere { get; set; } = true;

    public Exception? Failure { get; set; }

    /// <summary>How many messages it still takes before <see cref="Failure"/> begins.</summary>
    public int Room { get; set; }

    /// <summary>Fails single operations: send, receive, update, delete, peek or properties.</summary>
    public Func<string, Exception?>? Fails { get; set; }

    /// <summary>All messages that were ever sent.</summary>
    public List<BinaryData> Messages { get; } = [];

    /// <summary>How many messages there are that cannot be seen.</summary>
    public int Hidden { get; set; }

    public List<TimeSpan?> TimesToLive { get; } = [];

    public List<TimeSpan?> Delays { get; } = [];

    /// <summary>The bodies of the messages that are there, visible or not.</summary>
    public IReadOnlyList<BinaryData> Bodies
    {
        get
        {
            lock (_lock)
            {
                return [.. _stored.Select(message => message.Body)];
            }
        }
    }

    /// <summary>How many messages are visible.</summary>
    public int Visible
    {
        get
        {
            lock (_lock)
            {
                return _stored.Count(message => message.VisibleAt <= time.GetUtcNow());
            }
        }
    }

    /// <summary>When the next message is visible; null when there is none.</summary>
    public DateTimeOffset? NextVisibleAt
    {
        get
        {
            lock (_lock)
            {
                return _stored.Count is 0 ? null : _stored.Min(message => message.VisibleAt);
            }
        }
    }

    public override Task<Response<SendReceipt>> SendMessageAsync(
        BinaryData message,
        TimeSpan? visibilityTimeout = null,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default)
    {
        Fail("send");
        if (message.ToMemory().Length > 64 * 1024)
        {
            throw new RequestFailedException(413, "Too large.", QueueErrorCode.RequestBodyTooLarge.ToString(), innerException: null);
        }

        steps?.Add($"{name} send");
        lock (_lock)
        {
            Messages.Add(message);
            TimesToLive.Add(timeToLive);
            Delays.Add(visibilityTimeout);
            var now = time.GetUtcNow();
            var stored = new Stored(Guid.NewGuid().ToString(), message, now) { Receipt = NextReceipt(), VisibleAt = now + visibilityTimeout.GetValueOrDefault() };
            _stored.Add(stored);
            return Task.FromResult(Response.FromValue(QueuesModelFactory.SendReceipt(stored.Id, now, DateTimeOffset.MaxValue, stored.Receipt, stored.VisibleAt), null!));
        }
    }

    public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync(int? maxMessages = null, TimeSpan? visibilityTimeout = null, CancellationToken cancellationToken = default)
    {
        Fail("receive");
        Assert.InRange(maxMessages ?? 1, 1, 32);
        lock (_lock)
        {
            var now = time.GetUtcNow();
            List<Stored> received = [.. _stored.Where(message => message.VisibleAt <= now).OrderBy(message => message.VisibleAt).Take(maxMessages ?? 1)];
            foreach (var message in received)
            {
                message.DequeueCount++;
                (message.Receipt, message.VisibleAt) = (NextReceipt(), now + (visibilityTimeout ?? TimeSpan.FromSeconds(30)));
            }

            QueueMessage[] messages = [.. received.Select(message => QueuesModelFactory.QueueMessage(
                message.Id, message.Receipt, message.Body, message.DequeueCount, message.VisibleAt, message.InsertedOn, DateTimeOffset.MaxValue))];
            return Task.FromResult(Response.FromValue(messages, null!));
        }
    }

    public override Task<Response> DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken = default)
    {
        Fail("delete");
        lock (_lock)
        {
            _stored.Remove(Find(messageId, popReceipt));
            return Task.FromResult<Response>(null!);
        }
    }

    public override Task<Response<UpdateReceipt>> UpdateMessageAsync(
        string messageId, string popReceipt, string? messageText = null, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default) =>
        UpdateMessageAsync(messageId, popReceipt, messageText is null ? null! : BinaryData.FromString(messageText), visibilityTimeout, cancellationToken);

    public override Task<Response<UpdateReceipt>> UpdateMessageAsync(
        string messageId, string popReceipt, BinaryData message, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default)
    {
        Fail("update");
        lock (_lock)
        {
            var stored = Find(messageId, popReceipt);
            stored.Body = message ?? stored.Body;
            (stored.Receipt, stored.VisibleAt) = (NextReceipt(), time.GetUtcNow() + visibilityTimeout);
            return Task.FromResult(Response.FromValue(QueuesModelFactory.UpdateReceipt(stored.Receipt, stored.VisibleAt), null!));
        }
    }

    public override Task<Response<QueueProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default)
    {
        Fail("properties");
        lock (_lock)
        {
            return Task.FromResult(Response.FromValue(QueuesModelFactory.QueueProperties(new Dictionary<string, string>(StringComparer.Ordinal), _stored.Count + Hidden), null!));
        }
    }

    public override Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) => Task.FromResult(Response.FromValue(IsThere, null!));

    public override Task<Response<PeekedMessage[]>> PeekMessagesAsync(int? maxMessages = null, CancellationToken cancellationToken = default)
    {
        Fail("peek");
        lock (_lock)
        {
            PeekedMessage[] messages = [.. _stored.Where(message => message.VisibleAt <= time.GetUtcNow()).OrderBy(message => message.VisibleAt).Take(maxMessages ?? 1)
                .Select(message => QueuesModelFactory.PeekedMessage(message.Id, message.Body, message.DequeueCount, message.InsertedOn, expiresOn: null))];
            return Task.FromResult(Response.FromValue(messages, null!));
        }
    }

    public override Task<Response> ClearMessagesAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            _stored.Clear();
            return Task.FromResult<Response>(null!);
        }
    }

    public override Task<Response> CreateIfNotExistsAsync(
        IDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        IsThere = true;
        return Task.FromResult<Response>(null!);
    }

    private Stored Find(string messageId, string popReceipt)
    {
        var stored = _stored.Find(message => message.Id == messageId)
            ?? throw new RequestFailedException(404, "No such message.", QueueErrorCode.MessageNotFound.ToString(), innerException: null);
        return stored.Receipt == popReceipt
            ? stored
            : throw new RequestFailedException(400, "Another receipt.", QueueErrorCode.PopReceiptMismatch.ToString(), innerException: null);
    }

    private string NextReceipt() => (++_receipts).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Fail(string operation)
    {
        var refusal = Failure is not null && Room-- <= 0 ? Failure : null;
        if ((refusal ?? Fails?.Invoke(operation)) is { } failure)
        {
            throw failure;
        }

        if (!IsThere)
        {
            throw new RequestFailedException(404, "No such queue.", QueueErrorCode.QueueNotFound.ToString(), innerException: null);
        }
    }

    private sealed class Stored(string id, BinaryData body, DateTimeOffset insertedOn)
    {
        public string Id => id;

        public DateTimeOffset InsertedOn => insertedOn;

        public BinaryData Body { get; set; } = body;

        public string Receipt { get; set; } = string.Empty;

        public DateTimeOffset VisibleAt { get; set; }

        public long DequeueCount { get; set; }
    }
}
