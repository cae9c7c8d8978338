using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Watching;

/// <summary>Measures the queue of user messages and the poison queue with one look at the front of each.</summary>
/// <param name="service">The storage account.</param>
/// <param name="options">The queue's name.</param>
internal sealed class QueueMeasurer(QueueServiceClient service, IOptions<UsersQueueOptions> options, TimeProvider time)
{
    /// <summary>The most messages that can be peeked at (Azure: Peek Messages).</summary>
    internal const int MaxPeeked = 32;

    private readonly QueueClient _users = service.GetQueueClient(options.Value.Name);
    private readonly QueueClient _poison = service.GetQueueClient(options.Value.Name + PoisonQueue.Suffix);

    /// <summary>Measures the queue of user messages.</summary>
    internal Task<QueueMeasure> MeasureUsersAsync(CancellationToken cancellationToken) => MeasureAsync(_users, SeenAt, cancellationToken);

    /// <summary>Measures the poison queue; null when the app has no right to read it.</summary>
    internal async Task<QueueMeasure?> MeasurePoisonAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await MeasureAsync(_poison, FailedAt, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 403)
        {
            return null;
        }
    }

    private async Task<QueueMeasure> MeasureAsync(QueueClient queue, Func<PeekedMessage, Times> read, CancellationToken cancellationToken)
    {
        try
        {
            var counting = queue.GetPropertiesAsync(cancellationToken);
            List<Times> peeked = [.. (await queue.PeekMessagesAsync(MaxPeeked, cancellationToken)).Value.Select(read)];
            var messages = (await counting).Value.ApproximateMessagesCount;
            var oldest = peeked.Min(times => times.Began);
            var age = oldest is { } began && time.GetUtcNow() > began ? time.GetUtcNow() - began : TimeSpan.Zero;
            return new QueueMeasure(Math.Max(messages, peeked.Count), peeked.Count, peeked.Count < MaxPeeked ? null : peeked.Max(times => times.VisibleSince), age);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return new QueueMeasure(0, 0, SeenUntil: null, TimeSpan.Zero);
        }
    }

    /// <summary>When the users of a message were first put on the queue: a deferred one carries that time itself.</summary>
    private static Times SeenAt(PeekedMessage message)
    {
        try
        {
            var envelope = MessageParser.ParseMessage(message.Body.ToMemory()).Envelope;
            return new Times(envelope?.FirstSeen ?? message.InsertedOn, envelope?.NotBefore ?? message.InsertedOn);
        }
        catch (InvalidMessageException)
        {
            return new Times(message.InsertedOn, message.InsertedOn);
        }
    }

    /// <summary>When the users of a poison message failed: a task that goes through the queue puts messages there anew.</summary>
    private static Times FailedAt(PeekedMessage message)
    {
        try
        {
            return new Times(PoisonedMessage.Read(message.Body, message.InsertedOn ?? DateTimeOffset.MaxValue).FailedAt, message.InsertedOn);
        }
        catch (InvalidMessageException)
        {
            return new Times(message.InsertedOn, message.InsertedOn);
        }
    }

    private sealed record Times(DateTimeOffset? Began, DateTimeOffset? VisibleSince);
}

/// <summary>What a queue holds.</summary>
/// <param name="Messages">All its messages, those that are invisible included; the service counts approximately.</param>
/// <param name="Peeked">How many were seen at its front.</param>
/// <param name="SeenUntil">When the last of them could be taken first; null when all that are visible were seen.</param>
/// <param name="OldestAge">The age of the oldest of them; zero when there is none.</param>
internal sealed record QueueMeasure(int Messages, int Peeked, DateTimeOffset? SeenUntil, TimeSpan OldestAge);
