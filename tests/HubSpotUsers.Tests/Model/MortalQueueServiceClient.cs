using Azure.Storage.Queues;

namespace HubSpotUsers.Tests.Model;

/// <summary>The world's queues as one process sees them.</summary>
internal sealed class MortalQueueServiceClient(World world, Fate fate) : QueueServiceClient
{
    public override QueueClient GetQueueClient(string queueName) =>
        new MortalQueueClient(
            queueName switch
            {
                "users" => world.Queue,
                "users-poison" => world.Poison,
                _ => world.Tasks,
            },
            fate);
}
