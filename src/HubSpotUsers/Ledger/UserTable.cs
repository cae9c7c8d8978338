using System.Globalization;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Ledger;

/// <summary>The users table: a row for every input, which is also the ledger of what is done.</summary>
/// <param name="service">The storage account.</param>
internal sealed class UserTable(TableServiceClient service, TimeProvider time)
{
    /// <summary>The table of users.</summary>
    public const string TableName = "HubSpotUsers";

    /// <summary>A transaction takes 100 entities of one partition (Azure: Entity group transactions).</summary>
    private const int MaxTransactionRows = 100;

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
    internal async Task<LedgerEntry?> ReadAsync(string partition, string key)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, key);
        return row.HasValue ? UserRow.Read(row.Value!) : null;
    }

    /// <summary>Claims inputs for a batch, in transactions.</summary>
    /// <returns>Those that another process has.</returns>
    internal async Task<IReadOnlyList<PendingInput>> ClaimAsync(IEnumerable<PendingInput> inputs, Guid batchId)
    {
        var now = time.GetUtcNow();
        var taken = await Task.WhenAll(ByTransaction(inputs, input => input).Select(async chunk =>
        {
            if (await TryClaimAsync(chunk, batchId, now))
            {
                return [];
            }

            var refused = new List<PendingInput>();
            foreach (var input in chunk)
            {
                if (!await TryClaimAsync([input], batchId, now) && !await HasClaimAsync(input, batchId))
                {
                    refused.Add(input);
                }
            }

            return refused;
        }));
        return [.. taken.SelectMany(refused => refused)];
    }

    /// <summary>Gives a claim back: the input was certainly not sent. One that was in doubt before is so again.</summary>
    internal async Task UnclaimAsync(PendingInput input)
    {
        try
        {
            await (input.IsDecidedDoubt
                ? _table.UpdateEntityAsync(UserRow.Undecided(input, time.GetUtcNow()), input.ClaimedRow!.Value, TableUpdateMode.Replace)
                : _table.DeleteEntityAsync(input.Owner.Submission.SourceId.PartitionKey, input.Input.Key, input.ClaimedRow!.Value));
        }
        catch (RequestFailedException exception) when (StorageFailure.IsConflict(exception))
        {
            // Another process that took this one for dead has the claim now.
        }
    }

    /// <summary>
    /// Writes outcomes, in transactions. Where a row is in the way, the better knowledge stands.
    /// </summary>
    /// <returns>The outcomes as they stand, in the same order.</returns>
    internal async Task<IReadOnlyList<InputOutcome>> WriteAsync(IReadOnlyList<(PendingInput Input, InputOutcome Outcome)> outcomes)
    {
        var standing = new InputOutcome[outcomes.Count];
        var now = time.GetUtcNow();
        await Task.WhenAll(ByTransaction(Enumerable.Range(0, outcomes.Count), position => outcomes[position].Input).Select(async positions =>
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
                var existing = await _table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey);
                if (!existing.HasValue)
                {
                    await _table.CreateOnDemandAsync(table => table.AddEntityAsync(row));
                    return outcome;
                }

                if (UserRow.Read(existing.Value!).Outcome is { } known && known.Outcome <= outcome.Outcome)
                {
                    return known;
                }

                UserRow.Keep(row, existing.Value!);
                await _table.UpdateEntityAsync(row, existing.Value!.ETag, TableUpdateMode.Replace);
                return outcome;
            }
            catch (RequestFailedException exception) when (StorageFailure.IsConflict(exception))
            {
                // Another process writes the same row; read it again.
            }
        }
    }

    private static List<List<T>> ByTransaction<T>(IEnumerable<T> items, Func<T, PendingInput> inputOf)
    {
        var transactions = new List<List<T>>();
        var open = new Dictionary<string, List<T>>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var partition = inputOf(item).Owner.Submission.SourceId.PartitionKey;
            if (!open.TryGetValue(partition, out var rows) || rows.Count is MaxTransactionRows)
            {
                transactions.Add(open[partition] = rows = []);
            }

            rows.Add(item);
        }

        return transactions;
    }

    private async Task<bool> TryClaimAsync(List<PendingInput> inputs, Guid batchId, DateTimeOffset now)
    {
        var actions = inputs.ConvertAll(input => input.Clearance!.Row is { } version
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, UserRow.Claim(input, batchId, now), version)
            : new TableTransactionAction(TableTransactionActionType.Add, UserRow.Claim(input, batchId, now)));
        if (await TrySubmitAsync(actions) is not { } responses)
        {
            return false;
        }

        for (var index = 0; index < inputs.Count; index++)
        {
            inputs[index].ClaimedRow = responses[index].Headers.ETag;
        }

        return true;
    }

    /// <summary>Whether a claim was refused because it had been granted already, and only its response got lost.</summary>
    private async Task<bool> HasClaimAsync(PendingInput input, Guid batchId)
    {
        var entry = await ReadAsync(input.Owner.Submission.SourceId.PartitionKey, input.Input.Key);
        if (entry is not { Outcome: null } || entry.BatchId != batchId)
        {
            return false;
        }

        input.ClaimedRow = entry.ETag;
        return true;
    }

    private async Task<bool> TryWriteAsync(List<(PendingInput Input, InputOutcome Outcome)> outcomes, DateTimeOffset now) =>
        await TrySubmitAsync(outcomes.ConvertAll(pair => pair.Input.ClaimedRow is { } version
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, UserRow.Create(pair.Input, pair.Outcome, now), version)
            : new TableTransactionAction(TableTransactionActionType.Add, UserRow.Create(pair.Input, pair.Outcome, now)))) is not null;

    /// <summary>Submits a transaction.</summary>
    /// <returns>The response to each of its actions; null when rows of another process are in the way.</returns>
    private async Task<IReadOnlyList<Response>?> TrySubmitAsync(List<TableTransactionAction> actions)
    {
        using var span = Spans.StartTransaction(TableName, actions.Count);
        try
        {
            Response<IReadOnlyList<Response>> responses = null!;
            await _table.CreateOnDemandAsync(async table => responses = await table.SubmitTransactionAsync(actions));
            return responses.Value;
        }
        catch (RequestFailedException exception)
        {
            Spans.Fail(span, exception.ErrorCode ?? exception.Status.ToString(CultureInfo.InvariantCulture));
            if (StorageFailure.IsConflict(exception))
            {
                return null;
            }

            throw;
        }
    }
}
