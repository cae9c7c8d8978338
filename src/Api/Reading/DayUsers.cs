using System.Globalization;
using System.Runtime.CompilerServices;
using Api.Responses;
using HubSpotUsers.Ledger;

namespace Api.Reading;

/// <summary>
/// Lists the users that got their outcome on a day, newest first. A call names its users, and its row counts what became of them, so that of a
/// day with few failures few rows are read; those that ended without a call have a list of their own. A user that a later call settled is
/// listed with that one.
/// </summary>
/// <param name="batches">The calls.</param>
/// <param name="users">The users of calls.</param>
/// <param name="uncalled">The users of none.</param>
internal sealed class DayUsers(BatchReader batches, UserStream users, UncalledUsers uncalled)
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

        await using var ofCalls = ReadCallsAsync(day, filter, from, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var others = uncalled.ReadAsync(Days.Write(day), from.RowKey, filter.OfUsers, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var (hasCalls, hasOthers) = (await ofCalls.MoveNextAsync(), await others.MoveNextAsync());
        while (hasCalls || hasOthers)
        {
            if (!hasOthers || (hasCalls && string.CompareOrdinal(ofCalls.Current.At.RowKey, others.Current.RowKey) < 0))
            {
                yield return ofCalls.Current;
                hasCalls = await ofCalls.MoveNextAsync();
            }
            else
            {
                yield return (UserLine.Of(others.Current.User.View, others.Current.User.Line), new Place(others.Current.RowKey, Position: 0));
                hasOthers = await others.MoveNextAsync();
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

    private async IAsyncEnumerable<(UserLine Line, Place At)> ReadCallsAsync(DateTimeOffset day, OutcomeFilter filter, Place from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
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

    /// <summary>Where a list of users begins.</summary>
    /// <param name="RowKey">The row of the first call or user; empty for the newest.</param>
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
