using Azure.Storage.Queues.Models;

namespace Functions.Tests.LocalHost.Queues;

/// <summary>A message of <see cref="InMemoryQueue"/>.</summary>
internal sealed class StoredMessage(string body, DateTimeOffset insertedOn)
{
    public string Id { get; } = Guid.NewGuid().ToString();

    public string Body { get; } = body;

    public string PopReceipt { get; private set; } = string.Empty;

    public long DequeueCount { get; set; }

    public DateTimeOffset InsertedOn { get; } = insertedOn;

    public DateTimeOffset VisibleOn { get; private set; } = insertedOn;

    public static QueueMessage Delivered(string body) => new StoredMessage(body, DateTimeOffset.UnixEpoch).Deliver(DateTimeOffset.UnixEpoch.AddMinutes(1));

    public void Hide(DateTimeOffset until) => (PopReceipt, VisibleOn) = (Guid.NewGuid().ToString(), until);

    public QueueMessage Deliver(DateTimeOffset nextVisibleOn)
    {
        DequeueCount++;
        Hide(nextVisibleOn);

        return QueuesModelFactory.QueueMessage(
            Id, PopReceipt, BinaryData.FromString(Body), DequeueCount, nextVisibleOn, InsertedOn, InsertedOn.AddDays(7));
    }
}
