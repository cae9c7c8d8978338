using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Api.Responses;
using CsvHelper;
using CsvHelper.Configuration;
using HubSpotUsers.Files.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Api.Reading;

/// <summary>
/// Users as a file, written as they are read: none is held, and a file that breaks off ends without its end. What a spreadsheet would take
/// for a formula gets an apostrophe in front (OWASP: CSV Injection), within a cell, too, where it comes after what another spreadsheet may
/// take for a separator; who needs every character as it is takes the lines of JSON.
/// </summary>
/// <param name="name">The file's name, without its ending.</param>
/// <param name="mediaType">What kind of file it is.</param>
/// <param name="lines">The users.</param>
internal sealed class UserExport(string name, string mediaType, IAsyncEnumerable<UserLine> lines) : IResult
{
    /// <summary>Comma-separated values (RFC 4180), with a header.</summary>
    public const string Csv = "text/csv";

    /// <summary>An object a line.</summary>
    public const string JsonLines = "application/x-ndjson";

    private const int FlushBytes = 64 * 1024;

    private static readonly string[] Header = ["line", "index", "traceId", "sourceId", "outcome", "id", "existingId", "category", "message", "batchId", "completedAt"];

    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        ShouldQuote = static cell => ConfigurationFunctions.ShouldQuote(cell) || Formulas.NeedsQuotes(cell.Field),
    };

    /// <summary>Finds the kind of file that a caller accepts; null when it is none, so that JSON is the response.</summary>
    public static string? Find(HttpRequest request) => MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        ? accepted
            .Where(type => type.Quality is not 0)
            .OrderByDescending(type => type.Quality ?? 1)
            .Select(type => type.MediaType.Value)
            .FirstOrDefault(type => type is Csv or JsonLines or ApiResult.JsonType or "*/*") is { } first && first is Csv or JsonLines ? first : null
        : null;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        ApiResult.Secure(response.Headers);
        response.Headers.CacheControl = "no-store";
        response.ContentType = mediaType is Csv ? $"{Csv}; charset=utf-8; header=present" : mediaType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{(mediaType is Csv ? "csv" : "ndjson")}\"";
        await (mediaType is Csv ? WriteCsvAsync(httpContext) : WriteJsonLinesAsync(httpContext));
    }

    private async Task WriteCsvAsync(HttpContext context)
    {
        await using var text = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), FlushBytes, leaveOpen: true);
        await using var csv = new CsvWriter(text, Format, leaveOpen: true);
        Write(csv, Header);
        await csv.NextRecordAsync();
        await foreach (var line in lines.WithCancellation(context.RequestAborted))
        {
            Write(csv, Cells(line));
            await csv.NextRecordAsync();
        }
    }

    private async Task WriteJsonLinesAsync(HttpContext context)
    {
        var body = context.Response.BodyWriter;
        await foreach (var line in lines.WithCancellation(context.RequestAborted))
        {
            await using (var json = new Utf8JsonWriter(body))
            {
                JsonSerializer.Serialize(json, line, HttpJson.Default.UserLine);
            }

            body.Write("\n"u8);
            if (body.UnflushedBytes > FlushBytes)
            {
                await body.FlushAsync(context.RequestAborted);
            }
        }

        await body.FlushAsync(context.RequestAborted);
    }

    private static string?[] Cells(UserLine line) =>
    [
        line.Line?.ToString(CultureInfo.InvariantCulture),
        line.Index?.ToString(CultureInfo.InvariantCulture),
        line.ObjectWriteTraceId,
        line.SourceId,
        line.Outcome,
        line.Id,
        line.ExistingId,
        line.ErrorCategory,
        line.ErrorMessage,
        line.BatchId?.ToString(),
        line.CompletedAt?.ToString("O", CultureInfo.InvariantCulture),
    ];

    private static void Write(CsvWriter csv, IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(Formulas.Escape(cell));
        }
    }
}
