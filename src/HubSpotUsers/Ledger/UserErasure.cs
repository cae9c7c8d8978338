using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Ledger;

/// <summary>
/// Takes from the row of a user, and from that of its call, what points to a person. What stays says that the user is done: without it, a
/// message that comes again would create the user again.
/// </summary>
/// <param name="service">The storage account.</param>
/// <param name="batches">The calls.</param>
/// <param name="options">How long a batch is in flight.</param>
internal sealed class UserErasure(TableServiceClient service, UserTable users, BatchTable batches, IOptions<LedgerOptions> options, TimeProvider time)
{
    private readonly TableClient _table = service.GetTableClient(UserTable.TableName);

    /// <summary>Erases a user that has a row.</summary>
    /// <param name="partition">The row's partition.</param>
    /// <param name="isDryRun">Whether to look only.</param>
    internal async Task<ErasureStanding> EraseAsync(string partition, string key, bool isDryRun = false)
    {
        while (true)
        {
            if (await _table.FindAsync(partition, key) is not { } row)
            {
                return ErasureStanding.Missing;
            }

            if (UserRow.IsErased(row))
            {
                return ErasureStanding.ErasedBefore;
            }

            if (UserRow.Read(row) is { Outcome: null, ClaimedAt: { } claimedAt } && claimedAt + options.Value.IntentLifetime > time.GetUtcNow())
            {
                return ErasureStanding.InFlight;
            }

            if (isDryRun)
            {
                return ErasureStanding.Erased;
            }

            // The user's row names the call, so it goes last.
            await batches.EraseAsync(row.Id("BatchId"), [.. new[] { row.Text("HubSpotId"), row.Text("ExistingId") }.OfType<string>()]);
            if (await TryReplaceAsync(UserRow.Erased(row, time.GetUtcNow()), row.ETag))
            {
                return ErasureStanding.Erased;
            }
        }
    }

    /// <summary>Ends a user that is in hand, so that its request ends: one that has no row gets one.</summary>
    /// <param name="sourceId">The identity of its message.</param>
    /// <param name="index">Its position there.</param>
    /// <param name="mayBeCreated">Whether it may be in HubSpot.</param>
    /// <returns>The outcome as it stands; null while a batch has the user.</returns>
    internal async Task<InputOutcome?> EndAsync(SourceId sourceId, int index, bool mayBeCreated)
    {
        var key = sourceId.InputKey(index);
        if (await EraseAsync(sourceId.PartitionKey, key) is ErasureStanding.Missing)
        {
            await users.AddAsync(UserRow.Erased(sourceId, key, mayBeCreated ? Outcome.Unknown : Outcome.Rejected, time.GetUtcNow()));
        }

        return (await users.ReadAsync(sourceId.PartitionKey, key))?.Outcome;
    }

    private async Task<bool> TryReplaceAsync(TableEntity row, ETag version)
    {
        try
        {
            await _table.UpdateEntityAsync(row, version, TableUpdateMode.Replace);
            return true;
        }
        catch (RequestFailedException exception) when (StorageFailure.IsConflict(exception))
        {
            return false;
        }
    }
}

/// <summary>What was found of a user that is to be erased.</summary>
internal enum ErasureStanding
{
    /// <summary>It has no row.</summary>
    Missing,

    /// <summary>Its row held something that points to it.</summary>
    Erased,

    /// <summary>Its row did not any more.</summary>
    ErasedBefore,

    /// <summary>A batch has it, and will write its row.</summary>
    InFlight,
}
