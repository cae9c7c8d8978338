using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Messages;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>The queue of what a person must look at: <c>&lt;queue&gt;-poison</c>, the one the Functions host uses too. Its messages never expire.</summary>
/// <param name="service">The storage account.</param>
/// <param name="options">The queue's name.</param>
public sealed class PoisonQueue(QueueServiceClient service, IOptions<UsersQueueOptions> options)
{
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _queue = service.GetQueueClient(options.Value.Name + "-poison");

    /// <summary>Sends inputs, in as many envelopes as their size asks for.</summary>
    internal async Task SendAsync(PoisonHeader header, IReadOnlyList<PoisonInput> inputs, CancellationToken cancellationToken)
    {
        var envelope = PoisonEnvelope.Of(header, inputs);
        if (Fits(envelope))
        {
            await SendAsync(envelope, cancellationToken);
        }
        else if (inputs.Count > 1)
        {
            var half = inputs.Count / 2;
            await SendAsync(header, [.. inputs.Take(half)], cancellationToken);
            await SendAsync(header, [.. inputs.Skip(half)], cancellationToken);
        }
        else
        {
            await SendAsync(BinaryData.FromString(inputs[0].Original.GetRawText()), cancellationToken);
        }
    }

    /// <summary>
    /// Sends a message that could not be read: in an envelope, or, when it leaves no room for one, as it came, as the host itself does.
    /// </summary>
    internal async Task SendAsync(PoisonHeader header, BinaryData original, CancellationToken cancellationToken)
    {
        var envelope = PoisonEnvelope.Of(header, original.ToMemory());
        await SendAsync(Fits(envelope) ? envelope : original, cancellationToken);
    }

    private static bool Fits(BinaryData body) => body.ToMemory().Length <= MessageParser.MaxMessageBytes;

    private async Task SendAsync(BinaryData body, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.SendMessageAsync(body, visibilityTimeout: null, NeverExpires, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await _queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await _queue.SendMessageAsync(body, visibilityTimeout: null, NeverExpires, cancellationToken);
        }
    }
}
