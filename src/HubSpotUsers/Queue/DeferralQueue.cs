using Azure.Storage.Queues;
using HubSpotUsers.Messages;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>Puts users back on their queue, to come back later. While they wait they are invisible and cost nothing.</summary>
/// <param name="service">The storage account.</param>
/// <param name="options">The queue's name.</param>
internal sealed class DeferralQueue(QueueServiceClient service, IOptions<UsersQueueOptions> options)
{
    private readonly EnvelopeSender _sender = new(service.GetQueueClient(options.Value.Name));

    /// <summary>Sends inputs.</summary>
    /// <param name="header">What is said of them.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="delay">How long they wait.</param>
    /// <param name="timeToLive">How long they live.</param>
    /// <returns>The messages they are in.</returns>
    internal Task<IReadOnlyList<EnqueuedMessage>> SendAsync(DeferralHeader header, IReadOnlyList<EnvelopeInput> inputs, TimeSpan delay, TimeSpan timeToLive) =>
        _sender.SendAsync(inputs, part => EnvelopeWriter.Write(header, part), delay, timeToLive);
}
