using Azure.Storage.Queues;
using HubSpotUsers.Messages;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>The queue of what a person must look at: <c>&lt;queue&gt;-poison</c>, the one the Functions host uses too. Its messages never expire.</summary>
/// <param name="service">The storage account.</param>
/// <param name="options">The queue's name.</param>
internal sealed class PoisonQueue(QueueServiceClient service, IOptions<UsersQueueOptions> options)
{
    private readonly EnvelopeSender _sender = new(service.GetQueueClient(options.Value.Name + "-poison"));

    /// <summary>Sends inputs.</summary>
    internal Task SendAsync(PoisonHeader header, IReadOnlyList<EnvelopeInput> inputs) =>
        _sender.SendAsync(inputs, part => Envelope.Of(header, part), TimeSpan.Zero, TimeToLive.Unlimited);

    /// <summary>
    /// Sends a message that could not be read: in an envelope, or, when it leaves no room for one, as it came, as the host itself does.
    /// </summary>
    internal Task SendAsync(PoisonHeader header, BinaryData original)
    {
        var envelope = Envelope.Of(header, original.ToMemory());
        return _sender.SendAsync(EnvelopeSender.Fits(envelope) ? envelope : original, TimeSpan.Zero, TimeToLive.Unlimited);
    }
}
