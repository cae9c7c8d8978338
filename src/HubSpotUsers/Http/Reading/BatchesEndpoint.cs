using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using HubSpotUsers.Batching;
using HubSpotUsers.Http.Answers;
using HubSpotUsers.Ledger;
using Microsoft.AspNetCore.Http;

namespace HubSpotUsers.Http.Reading;

/// <summary>Answers what batches there were.</summary>
/// <param name="batches">The batches.</param>
/// <param name="users">Their users.</param>
/// <param name="time">The clock.</param>
public sealed partial class BatchesEndpoint(BatchReader batches, UserReader users, TimeProvider time)
{
    /// <summary>Answers <c>GET /api/batches</c>: the batches of a day, newest first.</summary>
    /// <param name="request">The request, with <c>day</c>, <c>outcome</c>, <c>top</c> and <c>continuation</c> in its query.</param>
    public Task<IResult> ListAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
    {
        var day = Days.Write(Days.Of(request) ?? time.GetUtcNow());
        var top = Paging.Top(request);
        var after = Paging.Text(request, "continuation");
        if (after.Length > 0 && !Key().IsMatch(after))
        {
            throw RefusedException.BadParameter("continuation must be one that an earlier answer gave.");
        }

        // One more than asked for tells whether there are more.
        var rows = await batches.ReadAsync(day, Outcome(request), after, top + 1);
        var list = new BatchList(day, [.. rows.Take(top).Select(ViewOf)], rows.Count > top ? rows[top - 1].RowKey : null);
        return Answer.Of(list, HttpJson.Default.BatchList);
    });

    /// <summary>Answers <c>GET /api/batches/{id}</c>: a batch with its users.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The batch's id.</param>
    public Task<IResult> GetAsync(HttpRequest request, string id) => Guarded.RunAsync(request, async () =>
    {
        var row = Guid.TryParse(id, out var guid) && BatchKey.Find(guid) is { } key ? await batches.FindAsync(key) : null;
        if (row is null)
        {
            throw RefusedException.NotFound("There is no batch of this id.");
        }

        var keys = row.GetText(BatchRow.Users) is { Length: > 0 } text ? JsonSerializer.Deserialize(text, LedgerJson.Default.IReadOnlyListString)! : [];
        var read = await users.ReadAsync(keys);
        return Answer.Of(new BatchDetail(ViewOf(row), [.. read.Select(user => user.View)]), HttpJson.Default.BatchDetail)
            .When(isFinal: read.Count == keys.Count && read.All(user => user.IsFinal));
    });

    [GeneratedRegex("^[0-9]{15}-[0-9a-f]{32}\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    private static BatchResult? Outcome(HttpRequest request)
    {
        if (Paging.Text(request, "outcome") is not { Length: > 0 } text)
        {
            return null;
        }

        return Enum.TryParse<BatchResult>(text, ignoreCase: true, out var outcome) && Enum.IsDefined(outcome)
            ? outcome
            : throw RefusedException.BadParameter($"outcome must be one of {string.Join(", ", Enum.GetNames<BatchResult>())}.");
    }

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
            row.GetString("ErrorCategory"),
            row.GetString("ErrorSummary"),
            row.GetString("Source"),
            row.GetDateTimeOffset("SentAt"),
            row.GetInt64("DurationMs"));
    }
}
