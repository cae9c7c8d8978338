namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Runs the function once for every message of a storage queue.
/// The parameter is a <c>QueueMessage</c>, <see cref="BinaryData"/>, <see cref="string"/> or a class read from the message's JSON.
/// </summary>
/// <param name="queueName">The queue's name; <c>%Name%</c> stands for the setting of that name.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : Attribute
{
    /// <summary>The queue's name, settings not yet resolved.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The setting (or group of settings) that says where the queue is; <c>AzureWebJobsStorage</c> by default.</summary>
    public string? Connection { get; set; }
}
