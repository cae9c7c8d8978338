using Azure.Storage.Queues;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Redriving;

/// <summary>Puts users back onto their queue by a person's decision, with the identity they had.</summary>
/// <param name="service">The storage account.</param>
/// <param name="options">The queue's name.</param>
/// <param name="sources">Keeps their rows while they wait.</param>
/// <param name="hubSpot">The property that tells persons apart.</param>
internal sealed class RedriveQueue(QueueServiceClient service, IOptions<UsersQueueOptions> options, RedrivenSources sources, IOptions<HubSpotOptions> hubSpot)
{
    private readonly EnvelopeSender _sender = new(service.GetQueueClient(options.Value.Name), hubSpot.Value.UniqueProperty);

    /// <summary>Sends inputs, once it is remembered that they were sent.</summary>
    internal async Task SendAsync(RedriveHeader header, IReadOnlyList<ParsedInput> inputs)
    {
        await sources.WriteAsync(header);
        await _sender.SendAsync(
            [.. inputs.Select(input => new EnvelopeInput(input.Index, null, input.Original))],
            part => RedriveEnvelope.Write(header, part),
            TimeSpan.Zero,
            TimeToLive.Unlimited);
    }
}
