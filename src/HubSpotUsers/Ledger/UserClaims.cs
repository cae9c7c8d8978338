using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>Claims of batches on inputs that may be known to another process: of several, one gets the input. A claim is a row of the users table without an outcome.</summary>
/// <param name="service">The storage account.</param>
/// <param name="users">Reads the rows.</param>
internal sealed class UserClaims(TableServiceClient service, UserTable users, TimeProvider time)
{
    private readonly TableClient _table = service.GetTableClient(UserTable.TableName);

    /// <summary>Claims inputs for a batch, in transactions.</summary>
    /// <returns>Those that another process has.</returns>
    internal async Task<IReadOnlyList<PendingInput>> ClaimAsync(IEnumerable<PendingInput> inputs, Guid batchId)
    {
        var now = time.GetUtcNow();
        var taken = await Task.WhenAll(UserTransactions.Divide(inputs, input => input).Select(async chunk =>
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

    private async Task<bool> TryClaimAsync(List<PendingInput> inputs, Guid batchId, DateTimeOffset now)
    {
        var actions = inputs.ConvertAll(input => input.Clearance!.Row is { } version
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, UserRow.Claim(input, batchId, now), version)
            : new TableTransactionAction(TableTransactionActionType.Add, UserRow.Claim(input, batchId, now)));
        if (await UserTransactions.TrySubmitAsync(_table, actions) is not { } responses)
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
        var entry = await users.ReadAsync(input.Owner.Submission.SourceId.PartitionKey, input.Input.Key);
        if (entry is not { Outcome: null } || entry.BatchId != batchId)
        {
            return false;
        }

        input.ClaimedRow = entry.ETag;
        return true;
    }
}
