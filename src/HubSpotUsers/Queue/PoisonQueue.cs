using Azure.Storage.Queues;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Messages;
using HubSpotUsers.Notices;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>The queue of what a person must look at: <c>&lt;queue&gt;-poison</c>, the one the Functions host uses too. Its messages never expire.</summary>
/// <param name="service">The storage account.</param>
/// <param name="options">The queue's name.</param>
/// <param name="index">Lists what is in it.</param>
/// <param name="poison">Whether it is listed.</param>
/// <param name="notices">Count what is new.</param>
/// <param name="hubSpot">The property that tells persons apart.</param>
internal sealed partial class PoisonQueue(
    QueueServiceClient service,
    IOptions<UsersQueueOptions> options,
    PoisonIndex index,
    IOptions<PoisonOptions> poison,
    PoisonNotices notices,
    IOptions<HubSpotOptions> hubSpot,
    ILogger<PoisonQueue> logger)
{
    /// <summary>What follows the name of the queue of user messages.</summary>
    public const string Suffix = "-poison";

    private readonly EnvelopeSender _sender = new(service.GetQueueClient(options.Value.Name + Suffix), hubSpot.Value.UniqueProperty);

    /// <summary>Sends inputs.</summary>
    /// <param name="header">What the envelope says of them.</param>
    /// <param name="isNew">Whether they were not in poison before.</param>
    internal async Task SendAsync(PoisonHeader header, IReadOnlyList<EnvelopeInput> inputs, bool isNew = true)
    {
        var sent = await _sender.SendAsync(inputs, part => PoisonEnvelope.Write(InputParts.Describe(header, part), part), TimeSpan.Zero, TimeToLive.Unlimited);
        await Task.WhenAll(ListAsync(header, sent), isNew ? NoteAsync(header.Reason, sent) : Task.CompletedTask);
    }

    /// <summary>
    /// Sends a message that could not be read: in an envelope, or, when it leaves no room for one, as it came. Then the list alone knows what a
    /// header would say.
    /// </summary>
    internal async Task SendAsync(PoisonHeader header, BinaryData original)
    {
        var envelope = PoisonEnvelope.Write(header, original.ToMemory());
        IReadOnlyList<EnqueuedMessage> sent = [await _sender.SendAsync(EnvelopeSender.Fits(envelope) ? envelope : original, TimeSpan.Zero, TimeToLive.Unlimited)];
        await Task.WhenAll(ListAsync(header, sent), NoteAsync(header.Reason, sent));
    }

    private async Task NoteAsync(PoisonReason reason, IReadOnlyList<EnqueuedMessage> sent)
    {
        foreach (var (receipt, body) in notices.IsWanted ? sent : [])
        {
            await notices.TryNoteAsync(receipt.MessageId, reason, PoisonedMessage.Read(body, receipt.InsertionTime).Users);
        }
    }

    /// <summary>Lists what was sent. What is not listed is in the queue all the same, where a scan finds it.</summary>
    private async Task ListAsync(PoisonHeader header, IReadOnlyList<EnqueuedMessage> sent)
    {
        if (!poison.Value.IsManaged)
        {
            return;
        }

        foreach (var (receipt, body) in sent)
        {
            try
            {
                await index.WriteAsync(PoisonEntry.Of(receipt.MessageId, PoisonedMessage.Read(body, receipt.InsertionTime), header));
            }
            catch (Exception exception) when (StorageFailure.Is(exception))
            {
                Log.NotListed(logger, receipt.MessageId, StorageFailure.StatusOf(exception));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(313, LogLevel.Warning, "Poison message {MessageId} could not be listed (HTTP {Status}); the next scan of the poison queue lists it.")]
        public static partial void NotListed(ILogger logger, string messageId, int status);
    }
}
