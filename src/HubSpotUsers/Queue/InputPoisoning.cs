using Azure.Storage.Queues.Models;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Queue;

/// <summary>Moves users of a message, or a whole message, to the poison queue, with the reason; users in doubt get their final outcome first.</summary>
/// <param name="queue">Takes what a person must look at.</param>
/// <param name="ledger">Records the final outcome of users about which nothing more can be found out.</param>
/// <param name="uncalled">Lists by day the users that end without a call.</param>
/// <param name="tallies">Counts them in their request.</param>
/// <param name="meters">Counts them.</param>
/// <param name="logger">Takes ids and counts, never values.</param>
internal sealed partial class InputPoisoning(
    PoisonQueue queue,
    UserTable ledger,
    UncalledUsers uncalled,
    TallyTable tallies,
    TimeProvider time,
    Meters meters,
    ILogger<InputPoisoning> logger)
{
    /// <summary>Poisons a message that is in no accepted shape.</summary>
    internal Task SendAsync(QueueMessage message, InvalidMessageException exception)
    {
        var header = Header(Delivery.Of(message), PoisonReason.InvalidMessage, $"{exception.Reason}: {exception.Fault.Describe()}");
        meters.Poisoned(users: 1, nameof(PoisonReason.InvalidMessage));
        return queue.SendAsync(header, message.Body);
    }

    /// <summary>Poisons the users of a message that are not valid.</summary>
    internal async Task SendFaultyAsync(QueueMessage message, ParsedMessage parsed, Delivery delivery)
    {
        List<ParsedInput> faulty = [.. parsed.Inputs.Where(input => input.User is null)];
        if (faulty.Count > 0)
        {
            Log.Poisoned(logger, faulty.Count, delivery.SourceId, PoisonReason.InvalidInput);
            meters.Poisoned(faulty.Count, nameof(PoisonReason.InvalidInput));
            await FaultyInputs.SendAsync(
                queue,
                Header(delivery, PoisonReason.InvalidInput, $"{faulty.Count} of {parsed.Inputs.Count} users. {faulty[0].Faults[0].Describe()}"),
                faulty,
                parsed.Envelope is null && !parsed.IsPart && faulty.Count == parsed.Inputs.Count ? message.Body : null);
        }
    }

    /// <summary>Poisons users for one reason.</summary>
    internal async Task SendAsync(Delivery delivery, PoisonReason reason, List<UnfinishedInput> unfinished, SubmissionOutcome outcome)
    {
        if (unfinished.Count > 0)
        {
            Log.Poisoned(logger, unfinished.Count, delivery.SourceId, reason);
            meters.Poisoned(unfinished.Count, reason.ToString());
            var correlationId = outcome.Batches.FirstOrDefault(batch => batch.Id == unfinished[0].Outcome.BatchId)?.CorrelationId;
            await queue.SendAsync(
                Header(delivery, reason, $"{unfinished.Count} users", correlationId),
                unfinished.ConvertAll(unfinished => new EnvelopeInput(
                    unfinished.Input.Index,
                    $"{unfinished.Outcome.ErrorCategory} {unfinished.Outcome.ErrorMessage}".Trim(),
                    unfinished.Input.Original)));
        }
    }

    /// <summary>Poisons users whose attempts are used up. Nothing more can be found out about those that may be in HubSpot: they end as unknown.</summary>
    internal async Task SendOpenAsync(Delivery delivery, PoisonReason reason, List<UnfinishedInput> deferred, SubmissionOutcome outcome)
    {
        var unknown = new List<UnfinishedInput>();
        foreach (var unfinished in deferred.Where(IsInDoubt))
        {
            var given = unfinished.Outcome with { Outcome = Outcome.Unknown, MayBeCreated = false, MayBeElsewhere = false };
            if (await RecordAsync(delivery, given, unfinished.Input) is { Outcome: Outcome.Unknown } standing && !IsErased(standing))
            {
                unknown.Add(unfinished with { Outcome = standing });
            }
        }

        await SendAsync(delivery, PoisonReason.Unknown, unknown, outcome);
        await SendAsync(delivery, reason, deferred.FindAll(unfinished => !IsInDoubt(unfinished)), outcome);
    }

    /// <summary>Who was erased is not for a person to look at.</summary>
    internal static bool IsErased(InputOutcome outcome) => outcome is { Outcome: Outcome.Rejected or Outcome.Unknown, ErrorCategory: OwnCategories.Erased };

    private static bool IsInDoubt(UnfinishedInput unfinished) => unfinished.Outcome.MayBeCreated || unfinished.Outcome.MayBeElsewhere;

    /// <summary>Records the final outcome of a user, unless a later one is on record; without the tables only the poison queue has it.</summary>
    /// <returns>The outcome as it stands.</returns>
    private async Task<InputOutcome> RecordAsync(Delivery delivery, InputOutcome outcome, ParsedInput input)
    {
        try
        {
            if (outcome.BatchId is null)
            {
                await uncalled.AddAsync(delivery.SourceId, [outcome], delivery.Line);
            }

            var row = UserRow.Poisoned(delivery.SourceId, delivery.Attempt, outcome, time.GetUtcNow(), ContentHash.Of(delivery.SourceId, input.Index, input.User), delivery.DecidedAt);
            var standing = await ledger.MergeAsync(row, outcome);
            await tallies.TryRecordAsync(delivery.SourceId.Value, [standing], delivery.Line);
            return standing;
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            Log.NotRecorded(logger, delivery.SourceId, StorageFailure.StatusOf(exception));
            return outcome;
        }
    }

    private PoisonHeader Header(Delivery delivery, PoisonReason reason, string detail, string? correlationId = null) =>
        new(delivery.SourceId, reason, detail, correlationId, delivery.Attempt, delivery.FirstSeen, time.GetUtcNow()) { Line = delivery.Line };

    private static partial class Log
    {
        [LoggerMessage(304, LogLevel.Warning, "The outcome of a poisoned user of {SourceId} could not be recorded (HTTP {Status}); its poison message has it.")]
        public static partial void NotRecorded(ILogger logger, SourceId sourceId, int status);

        [LoggerMessage(301, LogLevel.Warning, "{Inputs} users of {SourceId} go to the poison queue: {Reason}.")]
        public static partial void Poisoned(ILogger logger, int inputs, SourceId sourceId, PoisonReason reason);
    }
}
