using Azure.Storage.Queues.Models;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;

namespace HubSpotUsers.Redriving;

/// <summary>Leaves in a message the users with which nothing was done.</summary>
/// <param name="poison">Takes those that no longer fit into one message.</param>
internal sealed class PoisonRest(PoisonQueue poison)
{
    /// <summary>Leaves the others. A copy that the Functions host made has no header: with one, they may need several messages.</summary>
    /// <param name="poisoned">What it says.</param>
    /// <param name="done">The positions of those with which something was done.</param>
    /// <param name="scan">Replaces or deletes it.</param>
    /// <returns>What is left in the message; null when it is deleted.</returns>
    public async Task<PoisonEntry?> LeaveAsync(QueueMessage message, PoisonedMessage poisoned, IReadOnlySet<int> done, PoisonScan scan)
    {
        List<ParsedInput> left = [.. poisoned.Inputs.Where(input => !done.Contains(input.Index))];
        if (left.Count is 0)
        {
            await scan.DeleteAsync(message);
            return null;
        }

        var header = new PoisonHeader(poisoned.SourceId, poisoned.ReasonLeft, poisoned.Detail ?? string.Empty, CorrelationId: null, Attempt: 1, poisoned.FirstSeen, poisoned.FailedAt) { Line = poisoned.Line };
        List<EnvelopeInput> inputs = left.ConvertAll(input => new EnvelopeInput(input.Index, null, input.Original));
        var body = PoisonEnvelope.Write(header, inputs);
        if (!EnvelopeSender.Fits(body))
        {
            await poison.SendAsync(header, inputs, isNew: false);
            await scan.DeleteAsync(message);
            return null;
        }

        await scan.ReplaceAsync(message, body);
        return PoisonEntry.Of(message.MessageId, poisoned with { Inputs = left });
    }
}
