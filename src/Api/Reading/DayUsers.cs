using System.Globalization;
using System.Runtime.CompilerServices;
using Api.Responses;
using HubSpotUsers.Ledger;

namespace Api.Reading;

/// <summary>
/// Lists the users whose outcome is from a call of a day, by its calls and newest first: a call names its users, and its row counts what
/// became of them, so that of a day with few failures few rows are read. A user that a later call settled is listed with that one.
/// </summary>
/// <param name="batches">The calls.</param>
/// <param name="users">The users.</param>
internal sealed class DayUsers(BatchReader batches, UserStream users)
{
    /// <summary>Reads all from a place on.</summary>
    internal async IAsyncEnumerable<(UserLine Line, Place At)> ReadAsync(
        DateTimeOffset day,
        OutcomeFilter filter,
        Place from,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!filter.TakesUsers)
        {
            yield break;
        }

        await foreach (var row in batches.ReadFromAsync(Days.Write(day), from.RowKey, filter.OfUsers).WithCancellation(cancellationToken))
        {
            var keys = batches.UsersOf(row) ?? [];
            var read = await users.ReadCallAsync(BatchReader.SummaryOf(row).Id, keys, filter.OfUsers, cancellationToken);
            foreach (var (position, user) in read.Where(one => row.RowKey != from.RowKey || one.Position >= from.Position))
            {
                yield return (UserLine.Of(user.View), new Place(row.RowKey, position));
            }
        }
    }

    /// <summary>Reads a page.</summary>
    internal async Task<UserPage> ReadPageAsync(DateTimeOffset day, OutcomeFilter filter, Place from, int top)
    {
        // One more than asked for tells whether there are more.
        var found = await ReadAsync(day, filter, from).Take(top + 1).ToListAsync();
        return new UserPage([.. found.Take(top).Select(one => one.Line)], found.Count > top ? found[top].At.ToString() : null);
    }

    /// <summary>Where a list of users begins.</summary>
    /// <param name="RowKey">The row of the first call; empty for the newest.</param>
    /// <param name="Position">The position of the first user among the call's keys, which stay although outcomes change between two pages.</param>
    internal readonly record struct Place(string RowKey, int Position)
    {
        /// <summary>Reads where a caller's page begins.</summary>
        /// <exception cref="RefusedException">No response gave that.</exception>
        public static Place Read(string text)
        {
            if (text.Length is 0)
            {
                return new Place(string.Empty, 0);
            }

            return text.Split('.') is [var key, var number] && BatchKey.IsRowKey(key) && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                ? new Place(key, position)
                : throw Paging.BadContinuation();
        }

        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RowKey}.{Position}");
    }
}
