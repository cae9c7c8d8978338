using Azure.Storage.Queues.Models;
using HubSpotUsers.Batching;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Outcomes;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Queue;

/// <summary>Handles a queue message: its users are created or parked in the poison queue, or the message is left for another try.</summary>
/// <param name="batcher">Creates users.</param>
/// <param name="poison">Takes what a person must look at.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes ids and counts, never values.</param>
public sealed partial class UserMessageHandler(UserBatcher batcher, PoisonQueue poison, TimeProvider time, ILogger<UserMessageHandler> logger)
{
    private const int MaxDetailFaults = 5;

    /// <summary>Handles a message. When it returns, the message is done with and may be deleted.</summary>
    /// <param name="message">The message as the trigger delivered it.</param>
    /// <param name="cancellationToken">Ends the wait for a batch; users in a batch are waited for.</param>
    /// <exception cref="UsersDeferredException">Some users could not be sent now; the message must be delivered again.</exception>
    /// <exception cref="Azure.RequestFailedException">Storage failed; the message must be delivered again.</exception>
    public async Task HandleAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        ParsedMessage parsed;
        try
        {
            parsed = MessageParser.ParseMessage(message.Body.ToMemory());
        }
        catch (InvalidMessageException exception)
        {
            Log.InvalidMessage(logger, message.MessageId, exception.Reason, exception.Fault.Pointer);
            var header = Header(message, SourceIdOf(message, producerId: null), PoisonReason.InvalidMessage, $"{exception.Reason}: {Describe(exception.Fault)}");
            await poison.SendAsync(header, message.Body, cancellationToken);
            return;
        }

        await HandleAsync(message, parsed, cancellationToken);
    }

    private async Task HandleAsync(QueueMessage message, ParsedMessage parsed, CancellationToken cancellationToken)
    {
        var sourceId = SourceIdOf(message, parsed.Id);
        var good = parsed.Inputs.Where(input => input.User is not null).ToList();
        var outcome = await batcher.CreateAsync(
            new Submission(SubmissionSource.Queue, sourceId, [.. good.Select(input => new SubmittedInput(input.Index, input.User!))])
            {
                Attempt = message.DequeueCount,
                TraceParent = parsed.TraceParent,
            },
            cancellationToken);
        if (outcome.Inputs.FirstOrDefault(input => input.Outcome is Outcome.Deferred) is { } deferred)
        {
            throw new UsersDeferredException(deferred.ErrorMessage);
        }

        // From here on nothing may be given up: the users are in HubSpot, and only the message is left to finish.
        await PoisonFaultyAsync(message, parsed, sourceId);
        await PoisonAsync(Outcome.Rejected, PoisonReason.Rejected);
        await PoisonAsync(Outcome.Unknown, PoisonReason.Unknown);

        async Task PoisonAsync(Outcome kind, PoisonReason reason)
        {
            var inputs = good
                .Select((input, position) => (input, outcome: outcome.Inputs[position]))
                .Where(pair => pair.outcome.Outcome == kind)
                .ToList();
            if (inputs.Count > 0)
            {
                var correlationId = outcome.Batches.FirstOrDefault(batch => batch.Id == inputs[0].outcome.BatchId)?.CorrelationId;
                var header = Header(message, sourceId, reason, $"{inputs.Count} of {parsed.Inputs.Count} users", correlationId);
                Log.Poisoned(logger, inputs.Count, sourceId, reason);
                await poison.SendAsync(
                    header,
                    [.. inputs.Select(pair => new PoisonInput(pair.input.Index, $"{pair.outcome.ErrorCategory} {pair.outcome.ErrorMessage}".Trim(), pair.input.Original))],
                    CancellationToken.None);
            }
        }
    }

    private async Task PoisonFaultyAsync(QueueMessage message, ParsedMessage parsed, SourceId sourceId)
    {
        var faulty = parsed.Inputs.Where(input => input.User is null).ToList();
        if (faulty.Count > 0)
        {
            Log.Poisoned(logger, faulty.Count, sourceId, PoisonReason.InvalidInput);
            await poison.SendAsync(
                Header(message, sourceId, PoisonReason.InvalidInput, $"{faulty.Count} of {parsed.Inputs.Count} users. {Describe(faulty[0].Faults[0])}"),
                [.. faulty.Select(input => new PoisonInput(input.Index, string.Join(' ', input.Faults.Take(MaxDetailFaults).Select(Describe)), input.Original))],
                CancellationToken.None);
        }
    }

    private static SourceId SourceIdOf(QueueMessage message, string? producerId) =>
        producerId is null ? SourceId.Of(message.MessageId, message.InsertedOn.GetValueOrDefault()) : SourceId.OfProducer(producerId);

    private static string Describe(InputFault fault) => fault.Pointer.Length is 0 ? fault.Detail : $"{fault.Pointer}: {fault.Detail}";

    private PoisonHeader Header(QueueMessage message, SourceId sourceId, PoisonReason reason, string detail, string? correlationId = null) =>
        new(sourceId, reason, detail, correlationId, message.DequeueCount, message.InsertedOn.GetValueOrDefault(), time.GetUtcNow());

    private static partial class Log
    {
        [LoggerMessage(300, LogLevel.Warning, "Message {MessageId} is in no accepted shape ({Reason} at '{Pointer}'); it is in the poison queue.")]
        public static partial void InvalidMessage(ILogger logger, string messageId, MessageFaultReason reason, string pointer);

        [LoggerMessage(301, LogLevel.Warning, "{Inputs} users of {SourceId} go to the poison queue: {Reason}.")]
        public static partial void Poisoned(ILogger logger, int inputs, SourceId sourceId, PoisonReason reason);
    }
}
