using Azure.Data.Tables;

namespace HubSpotUsers.Ledger;

/// <summary>Takes a person from the tables, a page of the rows by which persons are found at a time. Done a second time it changes nothing.</summary>
/// <param name="persons">Those rows.</param>
/// <param name="places">Finds the row of one user.</param>
/// <param name="users">Erases users.</param>
internal sealed class PersonErasure(PersonRows persons, UserPlaces places, UserErasure users)
{
    /// <summary>Erases the users with a value of the account's unique property.</summary>
    /// <param name="hash">The value's hash.</param>
    /// <param name="continuation">The page; null for the first.</param>
    /// <param name="isDryRun">Whether to count only.</param>
    internal async Task<ErasedPage> EraseAsync(string hash, string? continuation, bool isDryRun)
    {
        var (rows, next) = await persons.ReadAsync(hash, continuation);
        var page = new ErasedPage(Users: 0, Hashes: 0, IsInFlight: false, next);
        foreach (var row in rows)
        {
            var (partition, key) = PersonRows.UserOf(row);
            page = page.With(await users.EraseAsync(partition, key, isDryRun));
            if (page.IsInFlight)
            {
                return page;
            }

            // The user's caller may have given it a trace id, which has a row of its own.
            page = await RemoveAsync(page, await persons.ReadBesideAsync(row), isDryRun);
        }

        return page;
    }

    /// <summary>Erases one user.</summary>
    /// <param name="place">Where it came.</param>
    /// <param name="continuation">The page; null for the first.</param>
    /// <param name="isDryRun">Whether to count only.</param>
    internal async Task<ErasedPage> EraseAsync(UserPlace place, string? continuation, bool isDryRun)
    {
        var own = await places.FindAsync(place);
        var page = new ErasedPage(Users: 0, Hashes: 0, IsInFlight: false, Next: null);
        foreach (var row in own)
        {
            page = page.With(await users.EraseAsync(row.PartitionKey, row.RowKey, isDryRun));
        }

        if (own.Count is 0 || page.IsInFlight)
        {
            return page;
        }

        var (rows, next) = await persons.ReadOfUsersAsync([.. own.Select(row => row.RowKey).Distinct(StringComparer.Ordinal)], continuation);
        return await RemoveAsync(page with { Next = next }, rows, isDryRun);
    }

    private async Task<ErasedPage> RemoveAsync(ErasedPage page, IReadOnlyList<TableEntity> rows, bool isDryRun)
    {
        await (isDryRun ? Task.CompletedTask : persons.RemoveAsync(rows));
        return page with { Hashes = page.Hashes + rows.Count };
    }
}

/// <summary>What was done with a page.</summary>
/// <param name="Users">How many users were erased.</param>
/// <param name="Hashes">How many rows by which a person is found.</param>
/// <param name="IsInFlight">Whether a batch has a user: the page is to be done again.</param>
/// <param name="Next">The next page; null after the last.</param>
internal sealed record ErasedPage(int Users, int Hashes, bool IsInFlight, string? Next)
{
    /// <summary>Adds a user.</summary>
    public ErasedPage With(ErasureStanding standing) => standing switch
    {
        ErasureStanding.Erased => this with { Users = Users + 1 },
        ErasureStanding.InFlight => this with { IsInFlight = true },
        _ => this,
    };
}
