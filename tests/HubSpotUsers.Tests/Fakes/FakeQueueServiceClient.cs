using Azure.Storage.Queues;

namespace HubSpotUsers.Tests.Fakes;

internal sealed class FakeQueueServiceClient : QueueServiceClient
{
    public FakeQueueClient Poison { get; } = new();

    public FakeQueueClient Users { get; } = new();

    public override QueueClient GetQueueClient(string queueName) => queueName switch
    {
        "users" => Users,
        "users-poison" => Poison,
        _ => throw new ArgumentException($"The test has no queue {queueName}.", nameof(queueName)),
    };
}
