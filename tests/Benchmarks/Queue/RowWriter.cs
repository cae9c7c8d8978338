using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Ledger;

namespace Benchmarks.Queue;

/// <summary>
/// Writes what the promises ask for and nothing besides: a batch's intent, a row for each of its users in as many transactions as
/// the users table has partitions, the batch's row, and the intent away again.
/// </summary>
/// <param name="service">The storage emulator.</param>
/// <param name="usersPerMessage">How many users a message has.</param>
internal sealed class RowWriter(TableServiceClient service, int usersPerMessage) : IDisposable
{
    private const string Partition = "partition";
    private const int BatchSize = 100;

    /// <summary>The usual <c>Batching:MaxConcurrentBatches</c>.</summary>
    private const int MaxConcurrentBatches = 64;

    /// <summary>About as long as what an intent says of an input.</summary>
    private const int IntentInputLength = 100;

    private readonly TableClient _intents = service.GetTableClient(IntentTable.TableName);
    private readonly TableClient _users = service.GetTableClient(UserTable.TableName);
    private readonly TableClient _batches = service.GetTableClient(BatchTable.TableName);

    private readonly SemaphoreSlim _slots = new(MaxConcurrentBatches);

    /// <summary>Makes the tables.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _intents.CreateIfNotExistsAsync(cancellationToken);
        await _users.CreateIfNotExistsAsync(cancellationToken);
        await _batches.CreateIfNotExistsAsync(cancellationToken);
    }

    /// <summary>Writes the rows of one batch.</summary>
    public async Task WriteAsync(IReadOnlyList<QueueMessage> messages)
    {
        await _slots.WaitAsync();
        try
        {
            await WriteBatchAsync(messages);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task WriteBatchAsync(IReadOnlyList<QueueMessage> messages)
    {
        var id = Guid.CreateVersion7().ToString("N");
        await _intents.UpsertEntityAsync(new TableEntity(Partition, id) { ["Inputs"] = new string('-', BatchSize * IntentInputLength) });
        await Task.WhenAll(messages
            .GroupBy(message => SourceId.Of(message.MessageId, message.InsertedOn!.Value).PartitionKey, StringComparer.Ordinal)
            .SelectMany(group => group.SelectMany(message => Rows(group.Key, message.MessageId)).Chunk(BatchSize))
            .Select(rows => _users.SubmitTransactionAsync(rows)));
        await _batches.UpsertEntityAsync(new TableEntity(Partition, id) { ["Inputs"] = messages.Count * usersPerMessage });
        await _intents.DeleteEntityAsync(Partition, id, ETag.All);
    }

    private IEnumerable<TableTransactionAction> Rows(string partition, string message) => Enumerable.Range(0, usersPerMessage).Select(index =>
        new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, $"{message}-{index}")
        {
            ["Outcome"] = "Created",
            ["SourceId"] = message,
            ["Source"] = "Queue",
            ["Attempt"] = 1L,
            ["CompletedAt"] = DateTimeOffset.UnixEpoch,
            ["BatchId"] = Guid.Empty,
            ["HubSpotId"] = "123456",
        }));
}
