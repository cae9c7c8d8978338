using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Queue;

/// <summary>Sends envelopes of inputs, in as many messages as their size asks for, to a queue that may not exist yet.</summary>
/// <param name="queue">The queue.</param>
/// <param name="personProperty">The property that tells persons apart, where faulty inputs go; otherwise, and without one, null.</param>
internal sealed class EnvelopeSender(QueueClient queue, string? personProperty = null)
{
    /// <summary>Whether a body is small enough for a message.</summary>
    public static bool Fits(BinaryData body) => QueueText.LengthOf(body.ToMemory().Span) <= MessageParser.MaxMessageBytes;

    /// <summary>Sends inputs. One that leaves no room for an envelope, as a faulty one may, goes in parts (<see cref="InputParts"/>).</summary>
    /// <param name="envelop">Makes the envelope of some of them.</param>
    /// <param name="delay">How long it stays invisible.</param>
    /// <param name="timeToLive">How long it lives.</param>
    /// <returns>The messages that were sent.</returns>
    public async Task<IReadOnlyList<EnqueuedMessage>> SendAsync(
        IReadOnlyList<EnvelopeInput> inputs,
        Func<IReadOnlyList<EnvelopeInput>, BinaryData> envelop,
        TimeSpan delay,
        TimeSpan timeToLive)
    {
        var sent = new List<EnqueuedMessage>();
        foreach (var body in Envelop(inputs, envelop, personProperty))
        {
            sent.Add(await SendAsync(body, delay, timeToLive));
        }

        return sent;
    }

    /// <summary>Makes the messages of inputs, as <see cref="SendAsync(IReadOnlyList{EnvelopeInput}, Func{IReadOnlyList{EnvelopeInput}, BinaryData}, TimeSpan, TimeSpan)"/> sends them.</summary>
    public static IEnumerable<BinaryData> Envelop(IReadOnlyList<EnvelopeInput> inputs, Func<IReadOnlyList<EnvelopeInput>, BinaryData> envelop, string? personProperty)
    {
        var envelope = envelop(inputs);
        if (Fits(envelope))
        {
            return [envelope];
        }

        var half = inputs.Count / 2;
        return half > 0
            ? Envelop([.. inputs.Take(half)], envelop, personProperty).Concat(Envelop([.. inputs.Skip(half)], envelop, personProperty))
            : InputParts.Of(inputs[0], personProperty, part => Fits(envelop([part]))).Select(part => envelop([part]));
    }

    /// <summary>Sends one message.</summary>
    public async Task<EnqueuedMessage> SendAsync(BinaryData body, TimeSpan delay, TimeSpan timeToLive)
    {
        body = QueueText.Of(body);
        try
        {
            return new EnqueuedMessage(await queue.SendMessageAsync(body, delay, timeToLive), body);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync();
            return new EnqueuedMessage(await queue.SendMessageAsync(body, delay, timeToLive), body);
        }
    }
}

/// <summary>A message that was sent.</summary>
/// <param name="Receipt">What it can be updated by until it is received.</param>
/// <param name="Body">Its body.</param>
internal sealed record EnqueuedMessage(SendReceipt Receipt, BinaryData Body);
