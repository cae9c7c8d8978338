using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Ledger;

/// <summary>The batches in flight, of all processes: one row each. They are few, so they are read all at once.</summary>
/// <param name="service">The storage account.</param>
/// <param name="options">How long an intent lives.</param>
internal sealed class IntentTable(TableServiceClient service, IOptions<LedgerOptions> options, TimeProvider time)
{
    /// <summary>The table of intents.</summary>
    public const string TableName = "HubSpotIntents";

    private readonly TableClient _table = service.GetTableClient(TableName);
    private readonly Lock _lock = new();
    private Task<IntentSnapshot> _running = Task.FromResult(new IntentSnapshot([], default));
    private Task<IntentSnapshot>? _next;

    /// <summary>Writes the intent of a batch, before its first call.</summary>
    internal async Task<Intent> OpenAsync(Guid batchId, IEnumerable<PendingInput> inputs, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var intent = new Intent(
            batchId,
            [.. inputs.Select(input => new IntentInput(input.Owner.Submission.SourceId.PartitionKey, input.Input.Key, input.Clearance?.SentAt, CallId: input.OpenCall))],
            now,
            now + options.Value.IntentLifetime,
            IsReleased: false);
        await _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(IntentRow.Create(intent), TableUpdateMode.Replace, cancellationToken));
        return intent;
    }

    /// <summary>Lets go of a batch, keeping only the inputs whose fate is open, with the calls that left it open.</summary>
    internal Task ReleaseAsync(Intent intent, IEnumerable<PendingInput> open) => _table.UpsertEntityAsync(
        IntentRow.Create(intent with { IsReleased = true, Inputs = [.. intent.Inputs.Join(open, input => input.Key, pending => pending.Input.Key, (input, pending) => input with { LastSentAt = pending.LastSentAt, CallId = pending.OpenCall }, StringComparer.Ordinal)] }),
        TableUpdateMode.Replace);

    /// <summary>Removes an intent, after the last row of its batch.</summary>
    internal Task RemoveAsync(Intent intent) => _table.DeleteEntityAsync(IntentRow.Partition, IntentRow.Key(intent.BatchId), ETag.All);

    /// <summary>
    /// Reads all intents as they are after the call began. Callers that come while a read is under way share the next one:
    /// after a crash a thousand messages come back at once.
    /// </summary>
    internal Task<IntentSnapshot> ReadAsync()
    {
        lock (_lock)
        {
            return _next ??= ReadAfterAsync(_running);
        }
    }

    private async Task<IntentSnapshot> ReadAfterAsync(Task<IntentSnapshot> running)
    {
        await Task.Yield();
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _running = _next!;
            _next = null;
        }

        var now = time.GetUtcNow();
        var rows = await _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {IntentRow.Partition}")).ToListAsync();
        return new IntentSnapshot([.. rows.Select(row => IntentRow.Read(row, options.Value.IntentLifetime)).OfType<Intent>()], now);
    }
}
