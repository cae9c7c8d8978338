using Azure.Storage.Queues.Models;
using HubSpotUsers.Messages;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>Defers and holds users: says when they come back and what their message then says of them, or poisons them when they cannot come back.</summary>
/// <param name="queue">Takes what comes back.</param>
/// <param name="held">Remembers what an operator's pause holds.</param>
/// <param name="poison">Takes what cannot come back.</param>
/// <param name="options">How often and when they are tried again.</param>
/// <param name="random">The jitter.</param>
/// <param name="meters">Counts them.</param>
/// <param name="logger">Takes ids and counts, never values.</param>
internal sealed partial class InputDeferral(
    DeferralQueue queue,
    HeldMessages held,
    InputPoisoning poison,
    IOptions<DeferralOptions> options,
    Random random,
    TimeProvider time,
    Meters meters,
    ILogger<InputDeferral> logger)
{
    /// <summary>A deferred message must live a little longer than it waits.</summary>
    private static readonly TimeSpan TimeToBeReceived = TimeSpan.FromMinutes(1);

    /// <summary>Whether a delivery is one too many: those before it ended without an outcome, each like a crash.</summary>
    internal bool IsPastLastAttempt(long attempt) => attempt > options.Value.MaxAttempts;

    /// <summary>Defers users whose attempt failed: the delay grows with each attempt, and the number of attempts is limited.</summary>
    internal async Task DeferAsync(QueueMessage message, ParsedMessage parsed, Delivery delivery, List<UnfinishedInput> deferred, SubmissionOutcome outcome)
    {
        if (deferred.Count is 0)
        {
            return;
        }

        if (delivery.Attempt >= options.Value.MaxAttempts)
        {
            await poison.SendOpenAsync(delivery, PoisonReason.RetriesExhausted, deferred, outcome);
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
    internal async Task HoldAsync(QueueMessage message, ParsedMessage parsed, Delivery delivery, List<UnfinishedInput> waiting, SubmissionOutcome outcome)
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
        List<UnfinishedInput> unfinished,
        TimeSpan delay,
        SubmissionOutcome outcome)
    {
        var now = time.GetUtcNow();
        var timeToLive = TimeToLive.LeftOf(message, now);
        if (timeToLive >= TimeSpan.Zero && timeToLive < delay + TimeToBeReceived)
        {
            await poison.SendOpenAsync(next, PoisonReason.Expired, unfinished, outcome);
            return;
        }

        // Users in doubt and others wait in messages of their own: a message says one thing of all that is in it.
        foreach (var part in unfinished.GroupBy(unfinished => unfinished.Outcome.MayBeCreated).Select(group => group.ToList()))
        {
            await RequeueAsync(parsed, next, part, now, delay, timeToLive);
        }
    }

    private async Task RequeueAsync(ParsedMessage parsed, Delivery next, List<UnfinishedInput> unfinished, DateTimeOffset now, TimeSpan delay, TimeSpan timeToLive)
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
        var sent = await queue.SendAsync(header, unfinished.ConvertAll(unfinished => new EnvelopeInput(unfinished.Input.Index, null, unfinished.Input.Original)), delay, timeToLive);
        if (unfinished.Exists(unfinished => unfinished.Outcome.IsHeldByOperator))
        {
            await held.AddAsync([.. sent.Select(message => message.Receipt)], now + delay);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(302, LogLevel.Debug, "{Inputs} users of {SourceId} are deferred for attempt {Attempt}, in {Delay}: {Reason}.")]
        public static partial void Deferred(ILogger logger, int inputs, SourceId sourceId, long attempt, TimeSpan delay, string reason);
    }
}
