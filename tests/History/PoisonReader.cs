using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace History;

/// <summary>Reads the poison queue and leaves it as it was: messages can only be peeked at 32 at a time, so they are received and released.</summary>
/// <param name="queue">The poison queue.</param>
public sealed class PoisonReader(QueueClient queue)
{
    private const int MaxMessages = 32;
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMinutes(1);

    /// <summary>Reads what is poisoned there: the body of every message.</summary>
    public async Task<List<string>> ReadAsync(CancellationToken cancellationToken)
    {
        var messages = new List<QueueMessage>();
        try
        {
            for (QueueMessage[] received; (received = await queue.ReceiveMessagesAsync(MaxMessages, ReadingTime, cancellationToken)).Length > 0;)
            {
                messages.AddRange(received);
            }
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }

        foreach (var message in messages)
        {
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero, cancellationToken: cancellationToken);
        }

        return [.. messages.Select(message => message.Body.ToString())];
    }

    /// <summary>Reads how many inputs of which source are poisoned because they never could be sent.</summary>
    public async Task<Dictionary<string, int>> ReadUnsentAsync(CancellationToken cancellationToken)
    {
        var unsent = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var body in await ReadAsync(cancellationToken))
        {
            if (TryRead(body) is var (sourceId, inputs))
            {
                unsent[sourceId] = unsent.GetValueOrDefault(sourceId) + inputs;
            }
        }

        return unsent;
    }

    private static (string SourceId, int Inputs)? TryRead(string body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            var header = root.GetProperty("poison");
            return header.GetProperty("reason").GetString() switch
            {
                "InvalidMessage" => (header.GetProperty("sourceId").GetString()!, 1),
                "InvalidInput" => (header.GetProperty("sourceId").GetString()!, root.GetProperty("inputs").GetArrayLength()),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
