using System.Diagnostics;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Batching;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>
/// Handles a queue message: its users are created, or returned to the queue for later, or moved to the poison queue. Only then
/// is the message done with; what is interrupted leaves the ledger in a state that explains it to the next delivery.
/// </summary>
public sealed partial class UserMessageHandler
{
    /// <summary>How long a message stays away that found no room: others wait before it.</summary>
    private static readonly TimeSpan LateHold = TimeSpan.FromMinutes(1);

    private readonly IntakeLimiter _limiter;
    private readonly UserIntake _intake;
    private readonly UnfinishedInputs _unfinished;
    private readonly EventMessages _events;
    private readonly ErasedInputs _erased;
    private readonly TallyTable _tallies;
    private readonly IOptions<UsersQueueOptions> _queue;
    private readonly IOptions<LedgerOptions> _ledger;
    private readonly TimeProvider _time;
    private readonly Meters _meters;
    private readonly ILogger<UserMessageHandler> _logger;

    internal UserMessageHandler(
        IntakeLimiter limiter,
        UserIntake intake,
        UnfinishedInputs unfinished,
        EventMessages events,
        ErasedInputs erased,
        TallyTable tallies,
        IOptions<UsersQueueOptions> queue,
        IOptions<LedgerOptions> ledger,
        TimeProvider time,
        Meters meters,
        ILogger<UserMessageHandler> logger)
    {
        _limiter = limiter;
        _intake = intake;
        _unfinished = unfinished;
        _events = events;
        _erased = erased;
        _tallies = tallies;
        _queue = queue;
        _ledger = ledger;
        _time = time;
        _meters = meters;
        _logger = logger;
    }

    /// <summary>Handles a message. When it returns, the message may be deleted.</summary>
    /// <param name="message">The message as the trigger delivered it.</param>
    /// <param name="cancellationToken">Ends the wait for a batch; users in a batch are waited for.</param>
    /// <exception cref="OperationCanceledException">The app shuts down before all users were sent; the message must be delivered again.</exception>
    /// <exception cref="Azure.RequestFailedException">The queue itself took nothing, or the user could not be counted in its request or listed for its day; the message must be delivered again.</exception>
    public async Task HandleAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        _meters.InProcess(1);
        try
        {
            await HandleDeliveryAsync(message, cancellationToken);
        }
        finally
        {
            _meters.InProcess(-1);
        }
    }

    private async Task HandleDeliveryAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        var deliveredAt = _time.GetTimestamp();
        using var lease = await _limiter.AcquireAsync(message.Body.ToMemory().Length, cancellationToken);
        ParsedMessage parsed;
        try
        {
            parsed = MessageParser.ParseMessage(message.Body.ToMemory());
        }
        catch (InvalidMessageException exception)
        {
            Log.InvalidMessage(_logger, message.MessageId, exception.Reason, exception.Fault.Pointer);
            using var span = Spans.StartReceive(message, _queue.Value.Name!, traceParent: null);
            Spans.Fail(span, exception.Reason.ToString());
            await _unfinished.PoisonMessageAsync(message, exception);
            return;
        }

        lease.Keep(Math.Max(1, parsed.Inputs.Count));
        using var received = Spans.StartReceive(message, _queue.Value.Name!, parsed.TraceParent);
        try
        {
            if (parsed.Events.Count > 0)
            {
                await _events.SendAsync(message, await _erased.LeaveOutAsync(message, parsed.Events), cancellationToken);
                return;
            }

            await HandleAsync(message, parsed, deliveredAt, lease.IsLate, received, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Spans.Fail(received, exception.GetType().Name);
            throw;
        }
    }

    private async Task HandleAsync(QueueMessage message, ParsedMessage parsed, long deliveredAt, bool isLate, Activity? span, CancellationToken cancellationToken)
    {
        var delivery = Delivery.Of(message, parsed);
        (parsed, var isReported) = await LeaveOutErasedAsync(parsed, delivery);
        List<ParsedInput> good = [.. parsed.Inputs.Where(input => input.User is not null)];
        var submission = new Submission(SubmissionSource.Queue, delivery.SourceId, good.ConvertAll(input => new SubmittedInput(input.Index, input.User!)))
        {
            Attempt = delivery.Attempt,
            TraceParent = Spans.ContextOr(parsed.TraceParent),
            DeliveredAt = deliveredAt,
            HeldUntil = isLate ? _time.GetUtcNow() + LateHold : null,
            MayBeKnown = delivery.IsRepeated || parsed.Envelope is not null || parsed.Id is not null || HasWaited(deliveredAt),
            IsRedrive = parsed.Envelope is { IsRedrive: true },
            DecidedAt = parsed.Envelope?.DecidedAt,
            SentAt = parsed.Envelope?.SentAt,
            NotAppliedIn = parsed.Envelope?.NotAppliedIn ?? [],
        };
        var outcome = isReported ? await CreateAsync(submission, cancellationToken) : UserIntake.LeaveOpen(submission, "A user that was erased could not be left out");
        Spans.End(span, parsed.Inputs.Count, outcome.Inputs);
        if (delivery.Line is { } line)
        {
            // No row of its users says which request they are of, so that they could not be counted later: the message comes again, and they are known then.
            await _tallies.RecordAsync(delivery.SourceId.Value, outcome.Inputs, line);
        }

        await _unfinished.SendOnAsync(message, parsed, delivery, good, outcome, cancellationToken);
        await (delivery.Line is null ? _tallies.TryRecordAsync(delivery.SourceId.Value, outcome.Inputs) : Task.CompletedTask);
        if (delivery.Line is null && submission is { SourceId.IsProducers: true } and ({ Attempt: 1 } or { IsRedrive: true }) && parsed.Envelope is not null)
        {
            // It may be a request under its producer's own id, of which the message says nothing.
            _tallies.Changed(delivery.SourceId.Value);
        }

        _meters.Handled(_time.GetUtcNow() - delivery.FirstSeen);
    }

    /// <summary>Leaves out who was erased meanwhile.</summary>
    /// <returns>What is left, and whether that is known: until it is, no user is sent.</returns>
    private async Task<(ParsedMessage Parsed, bool IsReported)> LeaveOutErasedAsync(ParsedMessage parsed, Delivery delivery)
    {
        try
        {
            return (await _erased.LeaveOutAsync(parsed, delivery), true);
        }
        catch (Exception exception) when (exception is KeyMissingException || StorageFailure.Is(exception))
        {
            Log.ErasedUnknown(_logger, parsed.Inputs.Count, delivery.SourceId, exception.GetType().Name, StorageFailure.StatusOf(exception));
            return (parsed, false);
        }
    }

    /// <summary>
    /// That tables fail is no reason to throw: the host would count the delivery, and finally move the message to poison without its identity.
    /// </summary>
    private async Task<SubmissionOutcome> CreateAsync(Submission submission, CancellationToken cancellationToken)
    {
        try
        {
            return _unfinished.IsPastLastAttempt(submission.Attempt)
                ? await _intake.AskAsync(submission, "Every delivery of the message ended before its users did")
                : await _intake.CreateAsync(submission, cancellationToken);
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            Log.LedgerAway(_logger, submission.Inputs.Count, submission.SourceId, StorageFailure.StatusOf(exception));
            return UserIntake.LeaveOpen(submission, "The ledger could not be read");
        }
    }

    /// <summary>Whether so little is left of the time in which the message certainly is this delivery's own that the ledger is better asked.</summary>
    private bool HasWaited(long deliveredAt) => _time.GetElapsedTime(deliveredAt) > _ledger.Value.UncheckedTime / 2;

    private static partial class Log
    {
        [LoggerMessage(307, LogLevel.Warning, "Users that were erased cannot be left out of {Inputs} users of {SourceId} ({Error}, HTTP {Status}); all are deferred.")]
        public static partial void ErasedUnknown(ILogger logger, int inputs, SourceId sourceId, string error, int status);

        [LoggerMessage(303, LogLevel.Warning, "The ledger could not be read for {Inputs} users of {SourceId} (HTTP {Status}); they are deferred.")]
        public static partial void LedgerAway(ILogger logger, int inputs, SourceId sourceId, int status);

        [LoggerMessage(300, LogLevel.Warning, "Message {MessageId} has no accepted format ({Reason} at '{Pointer}'); it is in the poison queue.")]
        public static partial void InvalidMessage(ILogger logger, string messageId, MessageFaultReason reason, string pointer);
    }
}
