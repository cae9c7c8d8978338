using Azure.Storage.Queues;

namespace HubSpotUsers.Tests.Model;

/// <summary>The world's queues as one process sees them.</summary>
internal sealed class MortalQueueServiceClient(ModelQueue users, ModelQueue poison, Fate fate) : QueueServiceClient
{
    public override QueueClient GetQueueClient(string queueName) =>
        new MortalQueueClient(queueName.EndsWith("-poison", StringComparison.Ordinal) ? poison : users, fate);
}
