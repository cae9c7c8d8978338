using Azure.Storage.Queues;

namespace LocalHost.Configuration;

/// <summary>The section <c>extensions.queues</c> of host.json.</summary>
/// <param name="BatchSize">Messages asked for in one receive.</param>
/// <param name="NewBatchThreshold">The number of messages in flight up to which the next receive is made.</param>
/// <param name="MaxDequeueCount">Deliveries after which a failing message goes to the poison queue.</param>
/// <param name="VisibilityTimeout">How long a failed message stays invisible before its next delivery.</param>
/// <param name="MaxPollingInterval">The longest pause between two receives of an empty queue.</param>
/// <param name="MessageEncoding">How message bodies are written on the queue.</param>
internal sealed record QueueSettings(
    int BatchSize,
    int NewBatchThreshold,
    int MaxDequeueCount,
    TimeSpan VisibilityTimeout,
    TimeSpan MaxPollingInterval,
    QueueMessageEncoding MessageEncoding)
{
    private const int MaxBatchSize = 32;
    private const int DefaultBatchSize = 16;
    private const int DefaultMaxDequeueCount = 5;

    private static readonly TimeSpan LongestVisibility = TimeSpan.FromDays(7);

    public static TimeSpan MinPollingInterval { get; } = TimeSpan.FromMilliseconds(100);

    public static QueueSettings Read(SettingReader hostJson)
    {
        var batchSize = hostJson.Integer("extensions.queues.batchSize", DefaultBatchSize, minimum: 1, MaxBatchSize);

        return new(
            batchSize,
            hostJson.Integer("extensions.queues.newBatchThreshold", batchSize / 2, minimum: 0),
            hostJson.Integer("extensions.queues.maxDequeueCount", DefaultMaxDequeueCount, minimum: 1),
            hostJson.Time("extensions.queues.visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero, LongestVisibility),
            hostJson.Time("extensions.queues.maxPollingInterval", TimeSpan.FromMinutes(1), MinPollingInterval, TimeSpan.FromDays(1)),
            ReadEncoding(hostJson));
    }

    private static QueueMessageEncoding ReadEncoding(SettingReader hostJson)
    {
        const string Path = "extensions.queues.messageEncoding";

        return hostJson.Text(Path)?.ToUpperInvariant() switch
        {
            null or "BASE64" => QueueMessageEncoding.Base64,
            "NONE" => QueueMessageEncoding.None,
            _ => hostJson.Fault(Path, hostJson.Text(Path)!, "base64 or none", QueueMessageEncoding.Base64),
        };
    }
}
