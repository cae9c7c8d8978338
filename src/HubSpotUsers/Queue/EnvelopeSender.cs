using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Queue;

/// <summary>Sends envelopes of inputs, in as many messages as their size asks for, to a queue that may not exist yet.</summary>
/// <param name="queue">The queue.</param>
internal sealed class EnvelopeSender(QueueClient queue)
{
    /// <summary>Whether a body is small enough for a message.</summary>
    public static bool Fits(BinaryData body) => QueueText.LengthOf(body.ToMemory().Span) <= MessageParser.MaxMessageBytes;

    /// <summary>
    /// Sends inputs. One that leaves no room for an envelope is sent as it is: it was refused for its size
    /// (<see cref="MessageParser.MaxInputBytes"/>), so it has no past that an envelope would keep.
    /// </summary>
    /// <param name="inputs">The inputs.</param>
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
        var envelope = envelop(inputs);
        if (Fits(envelope))
        {
            return [await SendAsync(envelope, delay, timeToLive)];
        }

        if (inputs.Count > 1)
        {
            var half = inputs.Count / 2;
            var first = await SendAsync([.. inputs.Take(half)], envelop, delay, timeToLive);
            return [.. first, .. await SendAsync([.. inputs.Skip(half)], envelop, delay, timeToLive)];
        }

        return [await SendAsync(BinaryData.FromString(inputs[0].Original.GetRawText()), delay, timeToLive)];
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
