using Azure.Storage.Queues;

namespace Testing.Fakes;

internal sealed class FakeQueueServiceClient(Steps? steps = null) : QueueServiceClient
{
    public FakeQueueClient Poison { get; } = new("users-poison", steps);

    public FakeQueueClient Users { get; } = new("users", steps);

    public override QueueClient GetQueueClient(string queueName) => queueName switch
    {
        "users" => Users,
        "users-poison" => Poison,
        _ => throw new ArgumentException($"The test has no queue {queueName}.", nameof(queueName)),
    };
}
