using Azure.Storage.Queues.Models;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>
/// Sends on what of a message was not created: to the poison queue what a person must look at, back onto its queue what is to
/// be tried again. Always before the message is deleted, so that a crash in between leaves two copies, never none.
/// </summary>
/// <param name="poison">Takes what a person must look at.</param>
/// <param name="deferrals">Takes what is to be tried again.</param>
/// <param name="held">Remembers what an operator's pause holds.</param>
/// <param name="ledger">Records the final outcome of users about which nothing more can be found out.</param>
/// <param name="uncalled">Lists by day the users that end without a call.</param>
/// <param name="tallies">Counts it.</param>
/// <param name="options">How often and when they are tried again.</param>
/// <param name="random">The jitter.</param>
/// <param name="meters">Counts what goes where.</param>
/// <param name="logger">Takes ids and counts, never values.</param>
internal sealed partial class UnfinishedInputs(
    PoisonQueue poison,
    DeferralQueue deferrals,
    HeldMessages held,
    UserTable ledger,
    UncalledUsers uncalled,
    TallyTable tallies,
    IOptions<DeferralOptions> options,
    Random random,
    TimeProvider time,
    Meters meters,
    ILogger<UnfinishedInputs> logger)
{
    /// <summary>A deferred message must live a little longer than it waits.</summary>
    private static readonly TimeSpan TimeToBeReceived = TimeSpan.FromMinutes(1);

    /// <summary>Whether a delivery is one too many: those before it ended without an outcome, each like a crash.</summary>
    internal bool IsPastLastAttempt(long attempt) => attempt > options.Value.MaxAttempts;

    /// <summary>Poisons a message that is in no accepted shape.</summary>
    internal Task PoisonMessageAsync(QueueMessage message, InvalidMessageException exception)
    {
        var header = Header(Delivery.Of(message), PoisonReason.InvalidMessage, $"{exception.Reason}: {exception.Fault.Describe()}");
        meters.Poisoned(users: 1, nameof(PoisonReason.InvalidMessage));
        return poison.SendAsync(header, message.Body);
    }

    /// <summary>Sends on what is left of a message.</summary>
    /// <param name="parsed">What it says.</param>
    /// <param name="delivery">What its inputs are known by.</param>
    /// <param name="good">The inputs that were submitted.</param>
    /// <param name="outcome">What became of them.</param>
    /// <param name="cancellationToken">Whether the app shuts down: then what is left stays in the message.</param>
    internal async Task SendOnAsync(
        QueueMessage message,
        ParsedMessage parsed,
        Delivery delivery,
        IReadOnlyList<ParsedInput> good,
        SubmissionOutcome outcome,
        CancellationToken cancellationToken)
    {
        List<Unfinished> all = [.. good.Select((input, position) => new Unfinished(input, outcome.Inputs[position]))];
        var deferred = all.FindAll(unfinished => unfinished.Outcome.Outcome is Outcome.Deferred);
        if (deferred.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        // What was in the ledger already may have been sent on, or its process may have died before; only of another message with
        // the same producer's key is it certainly that message's own business.
        var news = (delivery.IsRepeated || parsed.Envelope is not null ? all : all.FindAll(unfinished => outcome.IsNews(unfinished.Outcome))).FindAll(unfinished => !IsErased(unfinished.Outcome));
        var reused = news.FindAll(unfinished => unfinished.Outcome is { Outcome: Outcome.Rejected, ErrorCategory: OwnCategories.IdReused });
        await uncalled.AddAsync(delivery.SourceId, reused.Select(unfinished => unfinished.Outcome), delivery.Line, message.MessageId);
        await PoisonFaultyAsync(message, parsed, delivery);
        await PoisonAsync(delivery, PoisonReason.IdReused, reused, outcome);
        await PoisonAsync(delivery, PoisonReason.Rejected, news.FindAll(unfinished => unfinished.Outcome is { Outcome: Outcome.Rejected, ErrorCategory: not OwnCategories.IdReused }), outcome);
        await PoisonAsync(delivery, PoisonReason.Unknown, news.FindAll(unfinished => unfinished.Outcome.Outcome is Outcome.Unknown), outcome);
        await DeferAsync(message, parsed, delivery, deferred.FindAll(unfinished => unfinished.Outcome is { NotBefore: null } or { IsAttempt: true }), outcome);
        await HoldAsync(message, parsed, delivery, deferred.FindAll(unfinished => unfinished.Outcome is { NotBefore: not null, IsAttempt: false }), outcome);
    }

    /// <summary>Defers users whose attempt failed: the delay grows with each attempt, and the number of attempts is limited.</summary>
    private async Task DeferAsync(QueueMessage message, ParsedMessage parsed, Delivery delivery, List<Unfinished> deferred, SubmissionOutcome outcome)
    {
        if (deferred.Count is 0)
        {
            return;
        }

        if (delivery.Attempt >= options.Value.MaxAttempts)
        {
            await PoisonOpenAsync(delivery, PoisonReason.RetriesExhausted, deferred, outcome);
            return;
        }

        var delay = RetryDelay.After(delivery.Attempt, options.Value, random);
        if (deferred.Max(unfinished => unfinished.Outcome.NotBefore) is { } earliest && earliest > time.GetUtcNow() + delay)
        {
            delay = RetryDelay.Until(earliest, time.GetUtcNow(), random);
        }

        await RequeueAsync(message, parsed, delivery with { Attempt = delivery.Attempt + 1 }, deferred, delay, outcome);
    }

    /// <summary>Holds users that were not sent because sending is paused; this does not count as an attempt.</summary>
    private async Task HoldAsync(QueueMessage message, ParsedMessage parsed, Delivery delivery, List<Unfinished> waiting, SubmissionOutcome outcome)
    {
        if (waiting.Count > 0)
        {
            var until = waiting.Max(unfinished => unfinished.Outcome.NotBefore!.Value);
            await RequeueAsync(message, parsed, delivery, waiting, RetryDelay.Until(until, time.GetUtcNow(), random), outcome);
        }
    }

    private async Task RequeueAsync(
        QueueMessage message,
        ParsedMessage parsed,
        Delivery next,
        List<Unfinished> unfinished,
        TimeSpan delay,
        SubmissionOutcome outcome)
    {
        var now = time.GetUtcNow();
        var timeToLive = TimeToLive.LeftOf(message, now);
        if (timeToLive >= TimeSpan.Zero && timeToLive < delay + TimeToBeReceived)
        {
            await PoisonOpenAsync(next, PoisonReason.Expired, unfinished, outcome);
            return;
        }

        // Users in doubt and others wait in messages of their own: a message says one thing of all that is in it.
        foreach (var part in unfinished.GroupBy(unfinished => unfinished.Outcome.MayBeCreated).Select(group => group.ToList()))
        {
            await RequeueAsync(parsed, next, part, now, delay, timeToLive);
        }
    }

    private async Task RequeueAsync(ParsedMessage parsed, Delivery next, List<Unfinished> unfinished, DateTimeOffset now, TimeSpan delay, TimeSpan timeToLive)
    {
        var reason = unfinished[0].Outcome.ErrorMessage ?? "The users could not be sent";
        Log.Deferred(logger, unfinished.Count, next.SourceId, next.Attempt, delay, reason);
        meters.Deferred(unfinished.Count, unfinished[0].Outcome.NotBefore is null ? "retry" : "hold");
        var header = new DeferralHeader(
            next.SourceId,
            next.FirstSeen,
            next.Attempt,
            reason,
            now + delay,
            Spans.ContextOr(parsed.TraceParent),
            unfinished[0].Outcome.MayBeCreated ? unfinished.Min(unfinished => unfinished.Outcome.SentAt ?? next.FirstSeen) : null,
            parsed.Envelope is { IsRedrive: true },
            parsed.Envelope?.DecidedAt)
        {
            Line = next.Line,
            NotAppliedIn = [.. (parsed.Envelope?.NotAppliedIn ?? []).Concat(unfinished.Select(unfinished => unfinished.Outcome.NotAppliedIn).OfType<Guid>()).Distinct().TakeLast(DeferralHeader.MaxNotApplied)],
        };
        var sent = await deferrals.SendAsync(header, unfinished.ConvertAll(unfinished => new EnvelopeInput(unfinished.Input.Index, null, unfinished.Input.Original)), delay, timeToLive);
        if (unfinished.Exists(unfinished => unfinished.Outcome.IsHeldByOperator))
        {
            await held.AddAsync([.. sent.Select(message => message.Receipt)], now + delay);
        }
    }

    /// <summary>Poisons users whose attempts are used up. Nothing more can be found out about those that may be in HubSpot: they end as unknown.</summary>
    private async Task PoisonOpenAsync(Delivery delivery, PoisonReason reason, List<Unfinished> deferred, SubmissionOutcome outcome)
    {
        var unknown = new List<Unfinished>();
        foreach (var unfinished in deferred.Where(IsInDoubt))
        {
            var given = unfinished.Outcome with { Outcome = Outcome.Unknown, MayBeCreated = false, MayBeElsewhere = false };
            if (await RecordAsync(delivery, given, unfinished.Input) is { Outcome: Outcome.Unknown } standing && !IsErased(standing))
            {
                unknown.Add(unfinished with { Outcome = standing });
            }
        }

        await PoisonAsync(delivery, PoisonReason.Unknown, unknown, outcome);
        await PoisonAsync(delivery, reason, deferred.FindAll(unfinished => !IsInDoubt(unfinished)), outcome);
    }

    /// <summary>Who was erased is not for a person to look at.</summary>
    private static bool IsErased(InputOutcome outcome) => outcome is { Outcome: Outcome.Rejected or Outcome.Unknown, ErrorCategory: OwnCategories.Erased };

    private static bool IsInDoubt(Unfinished unfinished) => unfinished.Outcome.MayBeCreated || unfinished.Outcome.MayBeElsewhere;

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

    private async Task PoisonAsync(Delivery delivery, PoisonReason reason, List<Unfinished> unfinished, SubmissionOutcome outcome)
    {
        if (unfinished.Count > 0)
        {
            Log.Poisoned(logger, unfinished.Count, delivery.SourceId, reason);
            meters.Poisoned(unfinished.Count, reason.ToString());
            var correlationId = outcome.Batches.FirstOrDefault(batch => batch.Id == unfinished[0].Outcome.BatchId)?.CorrelationId;
            await poison.SendAsync(
                Header(delivery, reason, $"{unfinished.Count} users", correlationId),
                unfinished.ConvertAll(unfinished => new EnvelopeInput(
                    unfinished.Input.Index,
                    $"{unfinished.Outcome.ErrorCategory} {unfinished.Outcome.ErrorMessage}".Trim(),
                    unfinished.Input.Original)));
        }
    }

    private async Task PoisonFaultyAsync(QueueMessage message, ParsedMessage parsed, Delivery delivery)
    {
        List<ParsedInput> faulty = [.. parsed.Inputs.Where(input => input.User is null)];
        if (faulty.Count > 0)
        {
            Log.Poisoned(logger, faulty.Count, delivery.SourceId, PoisonReason.InvalidInput);
            meters.Poisoned(faulty.Count, nameof(PoisonReason.InvalidInput));
            await FaultyInputs.SendAsync(
                poison,
                Header(delivery, PoisonReason.InvalidInput, $"{faulty.Count} of {parsed.Inputs.Count} users. {faulty[0].Faults[0].Describe()}"),
                faulty,
                parsed.Envelope is null && !parsed.IsPart && faulty.Count == parsed.Inputs.Count ? message.Body : null);
        }
    }

    private PoisonHeader Header(Delivery delivery, PoisonReason reason, string detail, string? correlationId = null) =>
        new(delivery.SourceId, reason, detail, correlationId, delivery.Attempt, delivery.FirstSeen, time.GetUtcNow()) { Line = delivery.Line };

    private sealed record Unfinished(ParsedInput Input, InputOutcome Outcome);

    private static partial class Log
    {
        [LoggerMessage(304, LogLevel.Warning, "The outcome of a poisoned user of {SourceId} could not be recorded (HTTP {Status}); its poison message has it.")]
        public static partial void NotRecorded(ILogger logger, SourceId sourceId, int status);

        [LoggerMessage(301, LogLevel.Warning, "{Inputs} users of {SourceId} go to the poison queue: {Reason}.")]
        public static partial void Poisoned(ILogger logger, int inputs, SourceId sourceId, PoisonReason reason);

        [LoggerMessage(302, LogLevel.Debug, "{Inputs} users of {SourceId} are deferred for attempt {Attempt}, in {Delay}: {Reason}.")]
        public static partial void Deferred(ILogger logger, int inputs, SourceId sourceId, long attempt, TimeSpan delay, string reason);
    }
}
