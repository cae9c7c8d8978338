using Azure.Storage.Queues;
using HubSpotUsers.Messages;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>Puts users back on their queue, to come back later. While they wait they are invisible and cost nothing.</summary>
/// <param name="service">The storage account.</param>
/// <param name="options">The queue's name.</param>
/// <param name="slots">Counts what waits.</param>
internal sealed class DeferralQueue(QueueServiceClient service, IOptions<UsersQueueOptions> options, DeferredSlots slots)
{
    private readonly EnvelopeSender _sender = new(service.GetQueueClient(options.Value.Name));

    /// <summary>Sends inputs.</summary>
    /// <param name="header">What is said of them.</param>
    /// <param name="delay">How long they wait.</param>
    /// <param name="timeToLive">How long they live.</param>
    /// <returns>The messages they are in.</returns>
    internal async Task<IReadOnlyList<EnqueuedMessage>> SendAsync(DeferralHeader header, IReadOnlyList<EnvelopeInput> inputs, TimeSpan delay, TimeSpan timeToLive)
    {
        var sent = await _sender.SendAsync(inputs, part => DeferralEnvelope.Write(header, part), delay, timeToLive);
        slots.Add(header.NotBefore, sent.Count, header.FirstSeen);
        return sent;
    }
}
