using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace HubSpotUsers.Tests.Model;

/// <summary>A queue as one process sees it.</summary>
internal sealed class MortalQueueClient(ModelQueue queue, Fate fate) : QueueClient
{
    public override Task<Response<SendReceipt>> SendMessageAsync(
        BinaryData message, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        fate.StepAsync(() =>
        {
            queue.Send(message.ToString(), visibilityTimeout ?? TimeSpan.Zero);
            return Task.FromResult<Response<SendReceipt>>(null!);
        });
}
