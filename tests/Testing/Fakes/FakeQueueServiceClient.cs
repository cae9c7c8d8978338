using Azure.Storage.Queues;

namespace Testing.Fakes;

internal sealed class FakeQueueServiceClient(TimeProvider? time = null, Steps? steps = null) : QueueServiceClient
{
    public FakeQueueClient Poison { get; } = new("users-poison", time ?? TimeProvider.System, steps);

    public FakeQueueClient Tasks { get; } = new("users-tasks", time ?? TimeProvider.System);

    public FakeQueueClient Users { get; } = new("users", time ?? TimeProvider.System, steps);

    public override QueueClient GetQueueClient(string queueName) => queueName switch
    {
        "users" => Users,
        "users-poison" => Poison,
        "users-tasks" => Tasks,
        _ => throw new ArgumentException($"The test has no queue {queueName}.", nameof(queueName)),
    };
}
