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
    public async Task SendAsync(
        IReadOnlyList<EnvelopeInput> inputs,
        Func<IReadOnlyList<EnvelopeInput>, BinaryData> envelop,
        TimeSpan delay,
        TimeSpan timeToLive)
    {
        var envelope = envelop(inputs);
        if (Fits(envelope))
        {
            await SendAsync(envelope, delay, timeToLive);
        }
        else if (inputs.Count > 1)
        {
            var half = inputs.Count / 2;
            await SendAsync([.. inputs.Take(half)], envelop, delay, timeToLive);
            await SendAsync([.. inputs.Skip(half)], envelop, delay, timeToLive);
        }
        else
        {
            await SendAsync(BinaryData.FromString(inputs[0].Original.GetRawText()), delay, timeToLive);
        }
    }

    /// <summary>Sends one message.</summary>
    public async Task SendAsync(BinaryData body, TimeSpan delay, TimeSpan timeToLive)
    {
        body = QueueText.Of(body);
        try
        {
            await queue.SendMessageAsync(body, delay, timeToLive);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync();
            await queue.SendMessageAsync(body, delay, timeToLive);
        }
    }
}
