using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Pausing;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>
/// The messages that an operator's pause holds: invisible for <c>Processing:PauseDelay</c>, after which they come back by themselves. Their
/// receipts are kept in the control table, so that they can be made visible when the pause ends; a receipt that is lost costs that time only.
/// </summary>
/// <param name="tasks">Takes the looks whether the pause is over.</param>
/// <param name="slots">Counts what waits.</param>
/// <param name="queue">The queue's name.</param>
/// <param name="processing">How often to look.</param>
internal sealed partial class HeldMessages(
    TableServiceClient tables,
    QueueServiceClient queues,
    TaskQueue tasks,
    DeferredSlots slots,
    IOptions<UsersQueueOptions> queue,
    IOptions<ProcessingOptions> processing,
    TimeProvider time,
    ILogger<HeldMessages> logger)
{
    private const string Partition = "held";

    private const int MaxAtOnce = 16;

    /// <summary>As many as the service gives at once (Azure: Query timeout and pagination).</summary>
    private const int PageRows = 1000;

    private readonly TableClient _table = tables.GetTableClient(TableNames.Control);
    private readonly QueueClient _queue = queues.GetQueueClient(queue.Value.Name);
    private readonly Lock _lock = new();
    private long? _watchedAt;

    /// <summary>Keeps the receipts of messages that were just held.</summary>
    /// <param name="receipts">Their receipts.</param>
    /// <param name="until">When they come back by themselves.</param>
    internal async Task AddAsync(IReadOnlyList<SendReceipt> receipts, DateTimeOffset until)
    {
        try
        {
            await Task.WhenAll(receipts.Select(receipt => _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(
                new TableEntity(Partition, receipt.MessageId) { ["PopReceipt"] = receipt.PopReceipt, ["Until"] = until },
                TableUpdateMode.Replace))));
            if (IsWatchDue())
            {
                await tasks.SendAsync(new TaskMessage { Resume = new ResumeLook(Guid.NewGuid(), Idle: 0) }, processing.Value.ResumeInterval);
            }
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            Log.NotKept(logger, receipts.Count, StorageFailure.StatusOf(exception));
        }
    }

    /// <summary>The messages that are held, and those that have come back and are not forgotten yet, in pages: a long pause may hold very many.</summary>
    internal IAsyncEnumerable<IReadOnlyList<TableEntity>> ReadAsync() => _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}")).Chunk(PageRows);

    /// <summary>Makes messages visible.</summary>
    internal async Task ReleaseAsync(IReadOnlyList<TableEntity> held)
    {
        await Parallel.ForEachAsync(held, new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce }, async (row, _) => await ReleaseAsync(row));
        await ForgetAsync(held);
        Log.Released(logger, held.Count);
    }

    /// <summary>Forgets messages that have come back.</summary>
    internal Task ForgetAsync(IReadOnlyList<TableEntity> held) => Task.WhenAll(held.Chunk(TableClientExtensions.MaxTransactionRows).Select(ForgetAsync));

    private async Task ForgetAsync(TableEntity[] held)
    {
        try
        {
            await _table.SubmitTransactionAsync(held.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)));
        }
        catch (RequestFailedException exception) when (exception.Status is 404)
        {
            // Another look has forgotten some of them, and a transaction takes all or none.
            await Task.WhenAll(held.Select(row => _table.RemoveIfThereAsync(Partition, row.RowKey)));
        }
    }

    private async Task ReleaseAsync(TableEntity held)
    {
        try
        {
            await _queue.UpdateMessageAsync(held.RowKey, held.Text("PopReceipt"), visibilityTimeout: TimeSpan.Zero);
            if (held.Time("Until") is { } until)
            {
                slots.Release(until);
            }
        }
        catch (RequestFailedException exception) when (StorageFailure.IsStaleReceipt(exception))
        {
            // It has come back by itself: its receipt is of no use, and it needs none.
        }
    }

    /// <summary>While messages are held there is a watch; each process makes sure of that from time to time.</summary>
    private bool IsWatchDue()
    {
        lock (_lock)
        {
            if (_watchedAt is { } watchedAt && time.GetElapsedTime(watchedAt) < processing.Value.ResumeInterval * PauseWatch.IdleLooks)
            {
                return false;
            }

            _watchedAt = time.GetTimestamp();
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(311, LogLevel.Information, "Sending resumed: {Messages} held messages were made visible.")]
        public static partial void Released(ILogger logger, int messages);

        [LoggerMessage(312, LogLevel.Warning, "The receipts of {Messages} held messages could not be recorded (HTTP {Status}); the messages become visible on their own.")]
        public static partial void NotKept(ILogger logger, int messages, int status);
    }
}
