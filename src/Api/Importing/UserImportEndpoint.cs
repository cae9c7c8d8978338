using System.Threading.RateLimiting;
using Api.Queueing;
using Api.Requests;
using Api.Responses;
using HubSpotUsers.Files;
using HubSpotUsers.HubSpot.Properties;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Api.Importing;

/// <summary>Handles <c>POST /api/users/import</c>: users of a file of any size go onto the queue while it is read.</summary>
public sealed class UserImportEndpoint : IDisposable
{
    private const string Operation = "users/import";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A file in the reading takes some megabytes: a window of messages, as they are and as the queue's client writes them. One that finds
    /// no place is refused rather than kept waiting, since the server buffers a megabyte of every body that waits.
    /// </summary>
    private readonly ConcurrencyLimiter _places;

    /// <summary>A workbook is held in memory, with all its texts unpacked: one at a time has room in any instance.</summary>
    private readonly ConcurrencyLimiter _workbooks = new(new ConcurrencyLimiterOptions { PermitLimit = 1 });

    private readonly RequestOpening _opening;
    private readonly UserImports _imports;
    private readonly PropertyCatalogs _catalogs;
    private readonly IOptions<ImportOptions> _options;

    internal UserImportEndpoint(RequestOpening opening, UserImports imports, PropertyCatalogs catalogs, IOptions<ImportOptions> options)
    {
        _opening = opening;
        _imports = imports;
        _catalogs = catalogs;
        _options = options;
        _places = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = options.Value.MaxImports });
    }

    /// <summary>
    /// Imports the users of a file. 202 with counts and the faults of the first faulty lines, which stop no other; 200 with the same for a dry
    /// run; problem details (RFC 9457) for a file that cannot be taken, or that ended early.
    /// </summary>
    /// <param name="request">The request: a CSV file or a workbook with a header of property names, JSON Lines or JSON.</param>
    public Task<IResult> ImportAsync(HttpRequest request) => Guarded.RunAsync(request, ImportQuery.Names, async () =>
    {
        var query = ImportQuery.Of(request);
        var key = IdempotencyKey.Of(request, Operation);
        using var place = _places.AttemptAcquire();
        if (!place.IsAcquired)
        {
            throw NoPlace();
        }

        var body = await ImportBody.OpenAsync(request, _options.Value.MaxImportBytes);
        using var workbook = body.Kind is UserFileKind.Workbook ? _workbooks.AttemptAcquire() : null;
        if (workbook is { IsAcquired: false })
        {
            throw NoPlace();
        }

        var before = key is null || query.IsDryRun ? null : await _opening.FindAsync(key);
        using var file = await OpenAsync(body, OptionsOf(body, query) with { UsesSha256 = UsesSha256(before) });
        if (query.IsDryRun)
        {
            return ApiResult.Of(await _imports.CheckAsync(file, body), HttpJson.Default.ImportCheck);
        }

        var opened = await _opening.OpenAsync(new NewRequest(RequestKind.Import, Inputs: 0) { Key = key });
        if (opened.Standing is RequestStanding.Busy)
        {
            throw RunningRequest.Refuse(opened.Entry);
        }

        var response = await _imports.RunAsync(opened, file, body, TraceContext.Of(request));
        return Accepted.Of(request, opened.Entry.Id, response, HttpJson.Default.ImportResponse);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        _workbooks.Dispose();
    }

    private async Task<UserFile> OpenAsync(ImportBody body, UserFileOptions options)
    {
        try
        {
            return await UserFile.OpenAsync(body.Content, options, await _catalogs.GetAsync());
        }
        catch (InvalidFileException exception) when (exception.NeedsProperties && _catalogs.IsUnavailable)
        {
            throw UnknownProperties.Refuse();
        }
    }

    /// <summary>Whether what was read of a file before is on record with a hash that this version does not take by itself.</summary>
    private static bool UsesSha256(RequestEntry? before) => (before?.BodyHash ?? before?.Prefix?.Hash) is { } hash && FileHash.IsSha256(hash);

    private UserFileOptions OptionsOf(ImportBody body, ImportQuery query) => new()
    {
        Kind = body.Kind,
        Charset = body.Charset,
        FallbackCharset = string.IsNullOrEmpty(_options.Value.ImportCharset) ? null : _options.Value.ImportCharset,
        Separator = query.Separator,
        Sheet = query.Sheet,
        Map = query.Map,
        Associations = query.Associations,
    };

    private static RefusedException NoPlace() => new(new Problem(
        "Too many imports at once",
        StatusCodes.Status503ServiceUnavailable,
        "The maximum number of files, or another workbook, is being read. Nothing of this one was sent; send it again later."))
    {
        RetryAfter = RetryAfter,
    };
}
