using Azure.Storage.Queues.Models;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Queue;

/// <summary>
/// Sends on what of a message was not created: to the poison queue what a person must look at, back onto its queue what is to
/// be tried again. Always before the message is deleted, so that a crash in between leaves two copies, never none.
/// </summary>
/// <param name="poison">Takes what a person must look at.</param>
/// <param name="deferral">Takes what is to be tried again.</param>
/// <param name="uncalled">Lists by day the users that end without a call.</param>
internal sealed class UnfinishedInputs(InputPoisoning poison, InputDeferral deferral, UncalledUsers uncalled)
{
    /// <summary>Whether a delivery is one too many: those before it ended without an outcome, each like a crash.</summary>
    internal bool IsPastLastAttempt(long attempt) => deferral.IsPastLastAttempt(attempt);

    /// <summary>Poisons a message that is in no accepted shape.</summary>
    internal Task PoisonMessageAsync(QueueMessage message, InvalidMessageException exception) => poison.SendAsync(message, exception);

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
        List<UnfinishedInput> all = [.. good.Select((input, position) => new UnfinishedInput(input, outcome.Inputs[position]))];
        var deferred = all.FindAll(unfinished => unfinished.Outcome.Outcome is Outcome.Deferred);
        if (deferred.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        // What was in the ledger already may have been sent on, or its process may have died before; only of another message with
        // the same producer's key is it certainly that message's own business.
        var news = (delivery.IsRepeated || parsed.Envelope is not null ? all : all.FindAll(unfinished => outcome.IsNews(unfinished.Outcome))).FindAll(unfinished => !InputPoisoning.IsErased(unfinished.Outcome));
        var reused = news.FindAll(unfinished => unfinished.Outcome is { Outcome: Outcome.Rejected, ErrorCategory: OwnCategories.IdReused });
        await uncalled.AddAsync(delivery.SourceId, reused.Select(unfinished => unfinished.Outcome), delivery.Line, message.MessageId);
        await poison.SendFaultyAsync(message, parsed, delivery);
        await poison.SendAsync(delivery, PoisonReason.IdReused, reused, outcome);
        await poison.SendAsync(delivery, PoisonReason.Rejected, news.FindAll(unfinished => unfinished.Outcome is { Outcome: Outcome.Rejected, ErrorCategory: not OwnCategories.IdReused }), outcome);
        await poison.SendAsync(delivery, PoisonReason.Unknown, news.FindAll(unfinished => unfinished.Outcome.Outcome is Outcome.Unknown), outcome);
        await deferral.DeferAsync(message, parsed, delivery, deferred.FindAll(unfinished => unfinished.Outcome is { NotBefore: null } or { IsAttempt: true }), outcome);
        await deferral.HoldAsync(message, parsed, delivery, deferred.FindAll(unfinished => unfinished.Outcome is { NotBefore: not null, IsAttempt: false }), outcome);
    }
}

/// <summary>A user of a message with what became of it.</summary>
internal sealed record UnfinishedInput(ParsedInput Input, InputOutcome Outcome);
