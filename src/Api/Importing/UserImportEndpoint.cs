using System.Threading.RateLimiting;
using Api.Creating;
using Api.Queueing;
using Api.Requests;
using Api.Responses;
using HubSpotUsers.Messages.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Api.Importing;

/// <summary>Answers <c>POST /api/users/import</c>: users of a file of any size go onto the queue while it is read.</summary>
public sealed class UserImportEndpoint : IDisposable
{
    private const string Operation = "users/import";
    private const string Csv = "text/csv";
    private const string JsonLines = "application/x-ndjson";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A file in the reading takes some megabytes: a window of messages, as they are and as the queue's client writes them. One that finds
    /// no place is refused rather than kept waiting, since the server buffers a megabyte of every body that waits.
    /// </summary>
    private readonly ConcurrencyLimiter _places;

    private readonly RequestTable _requests;
    private readonly UserImports _imports;
    private readonly IOptions<HttpOptions> _options;

    internal UserImportEndpoint(RequestTable requests, UserImports imports, IOptions<HttpOptions> options)
    {
        _requests = requests;
        _imports = imports;
        _options = options;
        _places = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = options.Value.MaxImports });
    }

    /// <summary>
    /// Imports the users of a file. 202 with counts and the faults of the first faulty lines, which stop no other; problem details
    /// (RFC 9457) for a file that cannot be taken, or that broke off.
    /// </summary>
    /// <param name="request">The request: text/csv with a header of property names, or application/x-ndjson.</param>
    public Task<IResult> ImportAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
    {
        var isCsv = MediaTypes.Find(request, Csv, JsonLines) is Csv;
        var key = IdempotencyKey.Of(request, Operation);
        using var place = _places.AttemptAcquire();
        if (!place.IsAcquired)
        {
            throw NoPlace();
        }

        BoundedBody.Unbound(request);
        using var records = new RecordReader(request.Body, isCsv ? new CsvBounds() : new LineBounds());
        IUserLines lines = isCsv ? CsvUserLines.Of(await records.NextAsync()) : new JsonUserLines();
        var opened = await _requests.OpenAsync(new NewRequest(RequestKind.Import, Inputs: 0) { Key = key });
        if (opened.Standing is RequestStanding.Busy)
        {
            throw RunningRequest.Refuse(opened.Entry);
        }

        var response = await _imports.RunAsync(opened, records, lines, TraceContext.Of(request));
        return Accepted.Of(request, opened.Entry.Id, response, HttpJson.Default.ImportResponse);
    });

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private static RefusedException NoPlace() => new(new Problem(
        "Too many imports at once",
        StatusCodes.Status503ServiceUnavailable,
        "As many files as may be are being read. Nothing of this one was read; send it again later."))
    {
        RetryAfter = RetryAfter,
    };
}
