using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Testing.Fakes;

internal sealed class FakeQueueClient(string name, Steps? steps = null) : QueueClient
{
    private readonly Lock _lock = new();

    public bool IsThere { get; set; } = true;

    public Exception? Failure { get; set; }

    /// <summary>How many messages it still takes before <see cref="Failure"/> begins.</summary>
    public int Room { get; set; }

    public List<BinaryData> Messages { get; } = [];

    public List<TimeSpan?> TimesToLive { get; } = [];

    public List<TimeSpan?> Delays { get; } = [];

    public override Task<Response<SendReceipt>> SendMessageAsync(
        BinaryData message,
        TimeSpan? visibilityTimeout = null,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default)
    {
        if (Failure is not null && Room-- <= 0)
        {
            throw Failure;
        }

        if (!IsThere)
        {
            throw new RequestFailedException(404, "No such queue.", QueueErrorCode.QueueNotFound.ToString(), innerException: null);
        }

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
        }

        return Task.FromResult<Response<SendReceipt>>(null!);
    }

    public override Task<Response> CreateIfNotExistsAsync(
        IDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        IsThere = true;
        return Task.FromResult<Response>(null!);
    }
}
