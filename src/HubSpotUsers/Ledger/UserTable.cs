using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>The users table: a row for every input, which is also the ledger of what is done.</summary>
/// <param name="service">The storage account.</param>
internal sealed class UserTable(TableServiceClient service, TimeProvider time)
{
    /// <summary>The table of users.</summary>
    public const string TableName = "HubSpotUsers";

    private readonly TableClient _table = service.GetTableClient(TableName);

    /// <summary>Reads the rows of one source, by input key.</summary>
    internal async Task<IReadOnlyDictionary<string, LedgerEntry>> ReadAsync(SourceId sourceId)
    {
        // Every key of the source begins with it and a hyphen; a full stop is the character after the hyphen.
        var (from, to) = ($"{sourceId.Value}-", $"{sourceId.Value}.");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sourceId.PartitionKey} and RowKey ge {from} and RowKey lt {to} and SourceId eq {sourceId.Value}");
        return await _table.ReadAsync(filter).ToDictionaryAsync(row => row.RowKey, UserRow.Read, StringComparer.Ordinal);
    }

    /// <summary>Reads the row of one input; null when there is none.</summary>
    internal async Task<LedgerEntry?> ReadAsync(string partition, string key) =>
        await _table.FindAsync(partition, key) is { } row ? UserRow.Read(row) : null;

    /// <summary>
    /// Writes outcomes, in transactions. Where a row is in the way, the better knowledge stands.
    /// </summary>
    /// <returns>The outcomes as they stand, in the same order.</returns>
    internal async Task<IReadOnlyList<InputOutcome>> WriteAsync(IReadOnlyList<(PendingInput Input, InputOutcome Outcome)> outcomes)
    {
        var standing = new InputOutcome[outcomes.Count];
        var now = time.GetUtcNow();
        await Task.WhenAll(UserTransactions.Divide(Enumerable.Range(0, outcomes.Count), position => outcomes[position].Input).Select(async positions =>
        {
            var isWritten = await TryWriteAsync(positions.ConvertAll(position => outcomes[position]), now);
            foreach (var position in positions)
            {
                var (input, outcome) = outcomes[position];
                standing[position] = isWritten ? outcome : await MergeAsync(UserRow.Create(input, outcome, now), outcome);
            }
        }));
        return standing;
    }

    /// <summary>Writes a row where there is none: neither an outcome nor a claim is touched.</summary>
    /// <returns>Whether there was none.</returns>
    internal async Task<bool> AddAsync(TableEntity row)
    {
        try
        {
            await _table.CreateOnDemandAsync(table => table.AddEntityAsync(row));
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 409)
        {
            // What is there came from a process that knows more.
            return false;
        }
    }

    /// <summary>Writes one outcome over whatever is there, unless that is better knowledge.</summary>
    /// <returns>The outcome as it stands.</returns>
    internal async Task<InputOutcome> MergeAsync(TableEntity row, InputOutcome outcome)
    {
        while (true)
        {
            try
            {
                if (await _table.FindAsync(row.PartitionKey, row.RowKey) is not { } existing)
                {
                    await _table.CreateOnDemandAsync(table => table.AddEntityAsync(row));
                    return outcome;
                }

                if (UserRow.Read(existing).Outcome is { } known && known.Outcome <= outcome.Outcome)
                {
                    return known;
                }

                UserRow.Keep(row, existing);
                await _table.UpdateEntityAsync(row, existing.ETag, TableUpdateMode.Replace);
                return outcome;
            }
            catch (RequestFailedException exception) when (StorageFailure.IsConflict(exception))
            {
                // Another process writes the same row; read it again.
            }
        }
    }

    private async Task<bool> TryWriteAsync(List<(PendingInput Input, InputOutcome Outcome)> outcomes, DateTimeOffset now) =>
        await UserTransactions.TrySubmitAsync(_table, outcomes.ConvertAll(pair => pair.Input.ClaimedRow is { } version
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, UserRow.Create(pair.Input, pair.Outcome, now), version)
            : new TableTransactionAction(TableTransactionActionType.Add, UserRow.Create(pair.Input, pair.Outcome, now)))) is not null;
}
