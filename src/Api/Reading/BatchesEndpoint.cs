using Api.Responses;
using Azure.Data.Tables;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using HubSpotUsers.Storage;
using Microsoft.AspNetCore.Http;

namespace Api.Reading;

/// <summary>Responds with what batches there were.</summary>
public sealed class BatchesEndpoint
{
    private readonly BatchReader _batches;
    private readonly UserReader _users;
    private readonly TimeProvider _time;

    internal BatchesEndpoint(BatchReader batches, UserReader users, TimeProvider time)
    {
        _batches = batches;
        _users = users;
        _time = time;
    }

    /// <summary>Responds to <c>GET /api/batches</c>: the batches of a day, newest first.</summary>
    /// <param name="request">The request, with <c>day</c>, <c>outcome</c>, <c>top</c> and <c>continuation</c> in its query.</param>
    public Task<IResult> ListAsync(HttpRequest request) => Guarded.RunAsync(request, ["day", "outcome", "top", "continuation"], async () =>
    {
        var day = Days.Write(Days.Of(request) ?? _time.GetUtcNow());
        var top = Paging.Top(request);
        var after = Paging.Text(request, "continuation");
        if (after.Length > 0 && !BatchKey.IsRowKey(after))
        {
            throw Paging.BadContinuation();
        }

        // One more than asked for tells whether there are more.
        var rows = await _batches.ReadAsync(day, Paging.Name<BatchResult>(request, "outcome"), after, top + 1);
        var list = new BatchList(day, [.. rows.Take(top).Select(ViewOf)], rows.Count > top ? rows[top - 1].RowKey : null);
        return ApiResult.Of(list, HttpJson.Default.BatchList);
    });

    /// <summary>Responds to <c>GET /api/batches/{id}</c>: a batch with its users.</summary>
    /// <param name="id">The batch's id.</param>
    public Task<IResult> GetAsync(HttpRequest request, string id) => Guarded.RunAsync(request, async () =>
    {
        var row = Guid.TryParse(id, out var guid) && BatchKey.Find(guid) is { } key ? await _batches.FindAsync(key) : null;
        if (row is null)
        {
            throw RefusedException.NotFound("There is no batch with this id.");
        }

        var keys = _batches.UsersOf(row);
        var read = await _users.ReadAsync(keys ?? []);
        var batch = ViewOf(row);
        return ApiResult.Of(new BatchDetail(batch, [.. read.Select(user => user.View)]), HttpJson.Default.BatchDetail)
            .When(isFinal: batch.Counts.Unknown is 0 && read.Count == keys?.Count && read.All(user => user.IsFinal));
    });

    private static BatchView ViewOf(TableEntity row)
    {
        var summary = BatchReader.SummaryOf(row);
        return new BatchView(
            summary.Id,
            summary.Result,
            summary.Counts,
            summary.HubSpotStatus,
            summary.HttpStatus,
            summary.CorrelationId,
            row.Text("ErrorCategory"),
            row.Text("ErrorSummary"),
            BatchRow.ReadSource(row),
            row.Time("SentAt"),
            row.Count("DurationMs"));
    }
}

/// <summary>A batch with its users.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Users">Its users as they stand now: a later batch may have had them, too.</param>
internal sealed record BatchDetail(BatchView Batch, IReadOnlyList<UserView> Users);

/// <summary>The batches of a day.</summary>
/// <param name="Day">The day, UTC, as yyyyMMdd.</param>
/// <param name="Batches">Its batches, newest first.</param>
/// <param name="Continuation">Where the next page begins; null on the last one.</param>
internal sealed record BatchList(string Day, IReadOnlyList<BatchView> Batches, string? Continuation);
