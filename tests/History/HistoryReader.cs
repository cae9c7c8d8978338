using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Storage.Queues;
using Simulators.HubSpot;

namespace History;

/// <summary>Gathers the facts of a run from HubSpot's journal, the tables, the queue and the poison queue.</summary>
/// <param name="connectionString">The storage account.</param>
/// <param name="queueName">The queue of user messages.</param>
/// <param name="hubSpot">The simulated HubSpot.</param>
/// <param name="recordsBefore">How many records HubSpot had made when the run began.</param>
public sealed class HistoryReader(string connectionString, string queueName, HubSpotSimulator hubSpot, int recordsBefore = 0)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly TableServiceClient _tables = new(connectionString);
    private readonly QueueServiceClient _queues = new(connectionString);

    /// <summary>Gathers the facts.</summary>
    /// <param name="sent">What was put on the queue.</param>
    /// <param name="elsewhere">Sources whose users came another way, such as requests, and are checked elsewhere.</param>
    /// <param name="secrets">Texts that must be in no table: the token, names, e-mail addresses.</param>
    /// <param name="output">What the app wrote, where they must not be either.</param>
    public async Task<HistoryFacts> ReadAsync(
        IReadOnlyCollection<SentMessage> sent,
        IReadOnlySet<string> elsewhere,
        IReadOnlyCollection<string> secrets,
        IEnumerable<string> output,
        CancellationToken cancellationToken)
    {
        var sources = sent.ToLookup(message => message.SourceId, StringComparer.Ordinal);
        var rows = await ReadAsync("HubSpotUsers", cancellationToken);
        var batches = await ReadAsync("HubSpotBatches", cancellationToken);
        var intents = await ReadAsync("HubSpotIntents", cancellationToken);
        var listed = await ReadAsync("HubSpotPoison", cancellationToken);
        var queue = _queues.GetQueueClient(queueName);
        var poison = await new PoisonReader(_queues.GetQueueClient(queueName + "-poison")).ReadAsync(cancellationToken);
        var uniqueProperty = hubSpot.Settings.UniqueProperty;
        return new HistoryFacts
        {
            Inputs = [.. sent.SelectMany(message => MessageInputs.Of(message.Body)
                .Select((input, index) => new SentInput($"{message.SourceId}-{index}", MessageInputs.ValueOf(input, uniqueProperty))))],
            Rows = [.. rows.Where(row => sources.Contains(row.GetString("SourceId"))).Select(row => new OutcomeRow(
                row.RowKey, row.GetString("Outcome"), row.GetString("HubSpotId"), row.GetString("ExistingId"), row.GetBoolean("Reconciled") ?? false))],
            BatchIds = batches.SelectMany(row => JsonElement.Parse(row.GetString("CreatedIds") ?? "[]").EnumerateArray().Select(id => id.GetString()!)).ToHashSet(StringComparer.Ordinal),
            Created = [.. hubSpot.Journal.Created
                .Skip(recordsBefore)
                .Where(user => user.TraceId is null || !elsewhere.Contains(SourceOf(user.TraceId)))
                .Select(user => new HubSpotRecord(user.Id, user.TraceId, user.UniqueValue))],
            Poisoned = [.. poison.SelectMany(body => PoisonedInputs.Read(body, sources))],
            Waiting = (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount,
            Intents = intents.Count,
            MaxCallsInTenSeconds = hubSpot.Journal.MaxCallsInAny(Window),
            RateLimit = hubSpot.Settings.RateLimit,
            Leaks = [.. Leaks.Find(secrets, [.. rows, .. batches, .. intents, .. listed], output)],
        };
    }

    private static string SourceOf(string inputKey) => inputKey[..Math.Max(0, inputKey.LastIndexOf('-'))];

    private async Task<List<TableEntity>> ReadAsync(string table, CancellationToken cancellationToken)
    {
        try
        {
            return await _tables.GetTableClient(table).QueryAsync<TableEntity>(cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return [];
        }
    }
}
