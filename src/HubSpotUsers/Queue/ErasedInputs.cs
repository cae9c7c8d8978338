using Azure.Storage.Queues.Models;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Queue;

/// <summary>
/// Leaves out of messages the users that were erased while they waited. A message that waits is its reader's alone, so an erased user goes when
/// its turn comes. Without erased users, nothing is looked at.
/// </summary>
/// <param name="erased">Who was erased.</param>
/// <param name="match">Who is in a message.</param>
/// <param name="ledger">Ends users that are left out.</param>
/// <param name="tallies">Counts them.</param>
internal sealed partial class ErasedInputs(ErasedUsers erased, PersonMatch match, UserErasure ledger, TallyTable tallies, ILogger<ErasedInputs> logger)
{
    /// <summary>Leaves users out of a message, and ends them.</summary>
    /// <returns>The message without them.</returns>
    /// <exception cref="KeyMissingException">It cannot be determined now whether one is in it.</exception>
    /// <exception cref="Exception">The tables could not be reached: see <see cref="StorageFailure"/>.</exception>
    internal async Task<ParsedMessage> LeaveOutAsync(ParsedMessage parsed, Delivery delivery)
    {
        var left = await FindLeftAsync(parsed.Inputs, delivery.SourceId, delivery.FirstSeen, await erased.ReadAsync());
        if (left.Count == parsed.Inputs.Count)
        {
            return parsed;
        }

        var mayBeCreated = parsed.Envelope?.SentAt is not null || delivery.IsRepeated;
        foreach (var input in parsed.Inputs.Except(left))
        {
            var outcome = await ledger.EndAsync(delivery.SourceId, input.Index, mayBeCreated);
            await tallies.TryRecordAsync(delivery.SourceId.Value, outcome is null ? [] : [outcome], delivery.Line);
        }

        Log.LeftOut(logger, parsed.Inputs.Count - left.Count, delivery.SourceId);
        return parsed with { Inputs = left, IsPart = true };
    }

    /// <summary>
    /// Leaves users out of the events of a message, which become messages of their own and so would look new. While it cannot be determined who was
    /// erased, they say when they came, so that their users are left out when their turn comes.
    /// </summary>
    /// <returns>What is to be sent in their place.</returns>
    internal async Task<IReadOnlyList<ReadOnlyMemory<byte>>> LeaveOutAsync(QueueMessage message, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        try
        {
            var known = await erased.ReadAsync();
            return known.Count is 0 ? events : await LeaveOutAsync(message, events, known).ToListAsync();
        }
        catch (Exception exception) when (exception is KeyMissingException || StorageFailure.Is(exception))
        {
            Log.EventsKept(logger, events.Count, message.MessageId, exception.GetType().Name, StorageFailure.StatusOf(exception));
            return [.. events.SelectMany(item => TryParse(item) is { } parsed ? Envelop(Delivery.Of(message, parsed), parsed, parsed.Inputs, "It cannot be determined who was erased") : [item])];
        }
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> LeaveOutAsync(QueueMessage message, IReadOnlyList<ReadOnlyMemory<byte>> events, IReadOnlyDictionary<string, DateTimeOffset> known)
    {
        foreach (var item in events)
        {
            if (TryParse(item) is not { } parsed)
            {
                yield return item;
                continue;
            }

            var delivery = Delivery.Of(message, parsed);
            var left = await FindLeftAsync(parsed.Inputs, delivery.SourceId, delivery.FirstSeen, known);
            if (left.Count == parsed.Inputs.Count)
            {
                yield return item;
                continue;
            }

            foreach (var part in left.Count is 0 ? [] : Envelop(delivery, parsed, left, "Others of its event were erased"))
            {
                yield return part;
            }
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Envelop(Delivery delivery, ParsedMessage parsed, IReadOnlyList<ParsedInput> inputs, string reason)
    {
        var header = new DeferralHeader(delivery.SourceId, delivery.FirstSeen, Attempt: 1, reason, delivery.FirstSeen, parsed.TraceParent);
        return EnvelopeSender.Envelop([.. inputs.Select(input => new EnvelopeInput(input.Index, null, input.Original))], part => DeferralEnvelope.Write(header, part), match.Property).Select(body => body.ToMemory());
    }

    private async Task<IReadOnlyList<ParsedInput>> FindLeftAsync(
        IReadOnlyList<ParsedInput> inputs, SourceId sourceId, DateTimeOffset firstSeen, IReadOnlyDictionary<string, DateTimeOffset> known)
    {
        if (known.Count is 0)
        {
            return inputs;
        }

        var left = new List<ParsedInput>(inputs.Count);
        foreach (var input in inputs)
        {
            if (!known.ContainsKey(UserPlace.Of(sourceId.Value, input.Index).Hash)
                && !(await match.HashesAsync(input)).Any(hash => known.TryGetValue(hash, out var at) && firstSeen <= at))
            {
                left.Add(input);
            }
        }

        return left;
    }

    private static ParsedMessage? TryParse(ReadOnlyMemory<byte> item)
    {
        try
        {
            return MessageParser.ParseMessage(item);
        }
        catch (InvalidMessageException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(308, LogLevel.Warning, "Users that were erased cannot be left out of {Events} events of message {MessageId} ({Error}, HTTP {Status}); their own messages say when they came.")]
        public static partial void EventsKept(ILogger logger, int events, string messageId, string error, int status);

        [LoggerMessage(306, LogLevel.Information, "{Users} users of {SourceId} were erased at a person's request while they waited; they are not sent.")]
        public static partial void LeftOut(ILogger logger, int users, SourceId sourceId);
    }
}
