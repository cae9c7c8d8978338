using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Ledger;

/// <summary>
/// Reads the users of a request that have identities of their own. Their rows are anywhere in the users table; which they are, and on which
/// line each stands, is with the request's counts, once they have an outcome. A row that does not say who its user is still says what became of it.
/// </summary>
/// <param name="service">The storage account.</param>
internal sealed partial class RequestLines(TableServiceClient service, ILogger<RequestLines> logger)
{
    private const int ReadsAtOnce = 100;

    private readonly TableClient _tallies = service.GetTableClient(TableNames.Requests);
    private readonly TableClient _users = service.GetTableClient(UserTable.TableName);

    /// <summary>Reads them in their order.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="from">The position of the first.</param>
    /// <param name="outcomes">The outcomes; null for all.</param>
    internal async IAsyncEnumerable<RecordedUser> ReadAsync(
        string requestId,
        int from,
        IReadOnlyCollection<string>? outcomes = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var rows in _tallies.ReadAsync(TallyTable.LinesOf(requestId, from), cancellationToken: cancellationToken).Chunk(ReadsAtOnce).WithCancellation(cancellationToken))
        {
            var wanted = rows.Where(row => outcomes?.Contains(Tally.Of(row)[0]?.ToString() ?? RecordedUser.Pending, StringComparer.Ordinal) is not false);
            foreach (var user in await Task.WhenAll(wanted.Select(row => FindAsync(requestId, row, cancellationToken))))
            {
                if (user is not null)
                {
                    yield return user;
                }
            }
        }
    }

    private async Task<RecordedUser?> FindAsync(string requestId, TableEntity tally, CancellationToken cancellationToken)
    {
        var message = $"{requestId}.{tally.RowKey}";
        if (QueuedSource.Read(requestId, message) is not { } place)
        {
            Log.Unreadable(logger, message);
            return null;
        }

        var counted = Tally.Of(tally)[0];
        if (tally.Text(TallyTable.SourceColumn) is not { } id || !SourceId.IsValid(id))
        {
            Log.Unreadable(logger, message);
            return new RecordedUser(Without(requestId, place.Offset, counted, isReused: false), IsFinal: false) { Line = tally.Count(TallyTable.LineColumn) };
        }

        var sourceId = SourceId.OfProducer(id);
        var user = await _users.FindAsync(sourceId.PartitionKey, sourceId.InputKey(0), cancellationToken) is { } row ? RecordedUser.Find(row, place.Offset) : null;
        var isOther = counted is Outcome.Rejected && user?.Outcome is not Outcome.Rejected;
        var view = user is null || isOther ? Without(sourceId.Value, place.Offset, counted, isOther && user is not null) : user.View;
        return new RecordedUser(view, user?.IsFinal is true && !isOther) { Line = tally.Count(TallyTable.LineColumn) };
    }

    /// <summary>A user of which the ledger holds no row: one that was refused since its id is another's, or one whose row was removed.</summary>
    private static UserView Without(string sourceId, int index, Outcome? counted, bool isReused) => new(
        index,
        sourceId,
        ObjectWriteTraceId: null,
        counted?.ToString() ?? RecordedUser.Pending,
        Id: null,
        ExistingId: null,
        BatchId: null,
        isReused ? OwnCategories.IdReused : null,
        isReused ? "Another user with this id was here before; send this one under an id of its own" : null,
        Reconciled: null,
        Attempt: null,
        CompletedAt: null);

    private static partial class Log
    {
        [LoggerMessage(406, LogLevel.Warning, "The row of line {SourceId} does not say who its user is: it is damaged, or another version of the app wrote it. What it says of the outcome is listed.")]
        public static partial void Unreadable(ILogger logger, string sourceId);
    }
}
