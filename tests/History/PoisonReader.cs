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

    /// <summary>Reads how many inputs of which source are poisoned because they never were sent.</summary>
    public async Task<UnsentInputs> ReadUnsentAsync(CancellationToken cancellationToken)
    {
        var (invalid, reused) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var body in await ReadAsync(cancellationToken))
        {
            if (TryRead(body) is var (isReused, sourceId, inputs))
            {
                var counts = isReused ? reused : invalid;
                counts[sourceId] = counts.GetValueOrDefault(sourceId) + inputs;
            }
        }

        return new UnsentInputs(invalid, reused);
    }

    private static (bool IsReused, string SourceId, int Inputs)? TryRead(string body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            var header = root.GetProperty("poison");
            return header.GetProperty("reason").GetString() switch
            {
                "InvalidMessage" => (false, header.GetProperty("sourceId").GetString()!, 1),
                "InvalidInput" => (false, header.GetProperty("sourceId").GetString()!, root.GetProperty("inputs").GetArrayLength()),
                "IdReused" => (true, header.GetProperty("sourceId").GetString()!, root.GetProperty("inputs").GetArrayLength()),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>How many inputs of which source are in the poison queue without having been sent.</summary>
/// <param name="Invalid">Those that cannot be sent.</param>
/// <param name="Reused">Those under an id that another user has.</param>
public sealed record UnsentInputs(IReadOnlyDictionary<string, int> Invalid, IReadOnlyDictionary<string, int> Reused);
