using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>Reads users from their table as they come, however many there are, and those of some outcomes only where asked.</summary>
/// <param name="service">The storage account.</param>
/// <param name="lines">Reads those that have identities of their own.</param>
internal sealed class UserStream(TableServiceClient service, RequestLines lines)
{
    /// <summary>Of a message with so many users in a batch, all are read at once.</summary>
    private const int WorthOneQuery = 10;

    private readonly TableClient _table = service.GetTableClient(UserTable.TableName);

    /// <summary>Reads the users of a request that went through the queue, in their order.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="from">The position of the first user.</param>
    /// <param name="outcomes">The outcomes; null for all.</param>
    internal async IAsyncEnumerable<RecordedUser> ReadRequestAsync(
        string requestId,
        int from,
        IReadOnlyCollection<string>? outcomes,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // A message that begins before the position may reach beyond it.
        var (first, end) = (QueuedSource.From(requestId, Math.Max(0, from - QueuedSource.MaxInputs + 1)), $"{requestId}/");
        List<IAsyncEnumerator<(int Offset, List<RecordedUser> Users)>> shards = [.. SourceId.ProducerPartitions.Select(
            partition => ByMessage(requestId, ReadAsync(partition, first, end, outcomes, cancellationToken)).GetAsyncEnumerator(cancellationToken))];
        shards.Add(lines.ReadAsync(requestId, from, outcomes, cancellationToken)
            .Select(user => (user.View.Index, new List<RecordedUser> { user }))
            .GetAsyncEnumerator(cancellationToken));
        try
        {
            var open = new List<IAsyncEnumerator<(int Offset, List<RecordedUser> Users)>>();
            foreach (var shard in shards)
            {
                if (await shard.MoveNextAsync())
                {
                    open.Add(shard);
                }
            }

            while (open.MinBy(shard => shard.Current.Offset) is { } next)
            {
                foreach (var user in next.Current.Users.Where(user => user.View.Index >= from))
                {
                    yield return user;
                }

                if (!await next.MoveNextAsync())
                {
                    open.Remove(next);
                }
            }
        }
        finally
        {
            foreach (var shard in shards)
            {
                await shard.DisposeAsync();
            }
        }
    }

    /// <summary>Reads the users of a message or of a request whose users are known by its own identity, in their order.</summary>
    /// <param name="sourceId">The message or request.</param>
    /// <param name="from">The position of the first user.</param>
    /// <param name="outcomes">The outcomes; null for all.</param>
    internal async IAsyncEnumerable<RecordedUser> ReadSourceAsync(
        SourceId sourceId,
        int from,
        IReadOnlyCollection<string>? outcomes,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // The order of keys is not that of positions: -10 comes before -2.
        var users = await ReadOfSourceAsync(sourceId.PartitionKey, sourceId.Value, outcomes, cancellationToken).Select(row => RecordedUser.Find(row)).OfType<RecordedUser>().ToListAsync(cancellationToken);
        foreach (var user in users.Where(user => user.View.Index >= from).OrderBy(user => user.View.Index))
        {
            yield return user;
        }
    }

    /// <summary>Reads the users that have their outcome from a call, in the order of its keys, each with its position among them.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="keys">The keys of the users that were in it.</param>
    /// <param name="outcomes">The outcomes; null for all.</param>
    internal async Task<IReadOnlyList<(int Position, RecordedUser User)>> ReadCallAsync(
        Guid callId,
        IReadOnlyList<string> keys,
        IReadOnlyCollection<string>? outcomes,
        CancellationToken cancellationToken = default)
    {
        var bySource = keys.GroupBy(InputKey.SourceOf, StringComparer.Ordinal);
        var read = await Task.WhenAll(bySource.Select(source => ReadAsync(source.Key, [.. source], outcomes, cancellationToken)));
        var ofCall = read.SelectMany(rows => rows)
            .Where(row => row.Id("BatchId") == callId && outcomes?.Contains(row.Text("Outcome") ?? string.Empty, StringComparer.Ordinal) is not false)
            .ToDictionary(row => $"{row.PartitionKey}/{row.RowKey}", StringComparer.Ordinal);
        return [.. keys
            .Select((key, position) => (Position: position, User: ofCall.GetValueOrDefault(key) is { } row ? RecordedUser.Find(row) : null))
            .Where(one => one.User is not null)
            .Select(one => (one.Position, one.User!))];
    }

    private async Task<List<TableEntity>> ReadAsync(string source, List<string> keys, IReadOnlyCollection<string>? outcomes, CancellationToken cancellationToken)
    {
        var slash = source.IndexOf('/', StringComparison.Ordinal);
        if (keys.Count >= WorthOneQuery)
        {
            return await ReadOfSourceAsync(source[..slash], source[(slash + 1)..], outcomes, cancellationToken).ToListAsync(cancellationToken);
        }

        var rows = await Task.WhenAll(keys.Select(key => _table.FindAsync(key[..slash], key[(slash + 1)..], cancellationToken)));
        return [.. rows.OfType<TableEntity>()];
    }

    /// <summary>Every key of a source begins with it and a hyphen; a full stop is the character after the hyphen.</summary>
    private IAsyncEnumerable<TableEntity> ReadOfSourceAsync(string partition, string source, IReadOnlyCollection<string>? outcomes, CancellationToken cancellationToken) =>
        ReadAsync(partition, $"{source}-", $"{source}.", outcomes, cancellationToken).Where(row => row.Text("SourceId") == source);

    private IAsyncEnumerable<TableEntity> ReadAsync(string partition, string from, string to, IReadOnlyCollection<string>? outcomes, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        var wanted = outcomes is null ? string.Empty : $" and ({string.Join(" or ", outcomes.Select(outcome => TableClient.CreateQueryFilter($"Outcome eq {outcome}")))})";
        return _table.ReadAsync(filter + wanted, cancellationToken: cancellationToken);
    }

    /// <summary>Groups the rows of a request by their messages; the keys of a message stand together.</summary>
    private static async IAsyncEnumerable<(int Offset, List<RecordedUser> Users)> ByMessage(string requestId, IAsyncEnumerable<TableEntity> rows)
    {
        var (offset, users) = (0, new List<RecordedUser>());
        await foreach (var row in rows)
        {
            if (QueuedSource.Read(requestId, row.Text("SourceId") ?? string.Empty) is not { } source || RecordedUser.Find(row, source.Offset) is not { } user)
            {
                continue;
            }

            if (users.Count > 0 && users[^1].View.SourceId != row.Text("SourceId"))
            {
                yield return (offset, InOrder(users));
                users = [];
            }

            offset = source.Offset;
            users.Add(user);
        }

        if (users.Count > 0)
        {
            yield return (offset, InOrder(users));
        }
    }

    private static List<RecordedUser> InOrder(List<RecordedUser> users) => [.. users.OrderBy(user => user.View.Index)];
}
