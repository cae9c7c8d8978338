using HubSpotUsers.Http.Answers;
using HubSpotUsers.Http.Creating;
using HubSpotUsers.Http.Queueing;
using HubSpotUsers.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace HubSpotUsers.Http.Importing;

/// <summary>Answers <c>POST /api/users/import</c>: users of a file of any size go onto the queue while it is read.</summary>
/// <param name="requests">The requests.</param>
/// <param name="imports">Reads files.</param>
public sealed class UserImportEndpoint(RequestTable requests, UserImports imports)
{
    private const string Operation = "users/import";
    private const string Csv = "text/csv";
    private const string JsonLines = "application/x-ndjson";

    /// <summary>
    /// Imports the users of a file. 202 with counts and the faults of the first faulty lines, which stop no other; problem details
    /// (RFC 9457) for a file that cannot be taken, or that broke off.
    /// </summary>
    /// <param name="request">The request: text/csv with a header of property names, or application/x-ndjson.</param>
    public Task<IResult> ImportAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
    {
        var isCsv = MediaTypes.Find(request, Csv, JsonLines) is Csv;
        var key = IdempotencyKey.Of(request, Operation);
        BoundedBody.Unbound(request);
        using var records = new RecordReader(request.Body, isCsv ? new CsvBounds() : new LineBounds());
        IUserLines lines = isCsv ? CsvUserLines.Of(await records.NextAsync()) : new JsonUserLines();
        var opened = await requests.OpenAsync(new NewRequest(RequestKind.Import, Inputs: 0) { Key = key });
        if (opened.Standing is RequestStanding.Busy)
        {
            throw RunningRequest.Refuse(opened.Entry);
        }

        var answer = await imports.RunAsync(opened, records, lines, TraceContext.Of(request));
        return Accepted.Of(request, opened.Entry.Id, answer, HttpJson.Default.ImportAnswer);
    });
}
