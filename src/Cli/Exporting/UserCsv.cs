using System.Globalization;
using Cli.Wire;
using CsvHelper;
using CsvHelper.Configuration;
using HubSpotUsers.Files.Text;

namespace Cli.Exporting;

/// <summary>
/// Outcomes as CSV (RFC 4180). As in the app's own files, a cell that a spreadsheet would take for a formula begins with an apostrophe
/// (OWASP: CSV Injection).
/// </summary>
internal sealed class UserCsv : IAsyncDisposable
{
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        ShouldQuote = static cell => ConfigurationFunctions.ShouldQuote(cell) || Formulas.NeedsQuotes(cell.Field),
    };

    private static readonly string[] Outcome = ["outcome", "id", "existingId", "category", "message", "traceId", "sourceId", "index", "batchId", "completedAt"];

    private readonly CsvWriter _csv;

    private UserCsv(TextWriter target) => _csv = new CsvWriter(target, Format, leaveOpen: true);

    /// <summary>Begins a file with its header.</summary>
    /// <param name="target">Takes it.</param>
    /// <param name="columns">The columns of the input that each line repeats.</param>
    public static UserCsv Begin(TextWriter target, IReadOnlyList<string> columns)
    {
        var file = new UserCsv(target);
        file.Write(["line", .. columns, .. Outcome]);
        file._csv.NextRecord();
        return file;
    }

    /// <summary>Writes a line.</summary>
    /// <param name="line">The line of the input.</param>
    /// <param name="user">What became of it.</param>
    public async Task WriteAsync(int? line, IReadOnlyList<string> cells, UserLine user)
    {
        Write(
        [
            line?.ToString(CultureInfo.InvariantCulture),
            .. cells,
            user.Outcome,
            user.Id,
            user.ExistingId,
            user.ErrorCategory,
            user.ErrorMessage,
            user.ObjectWriteTraceId,
            user.SourceId,
            user.Index?.ToString(CultureInfo.InvariantCulture),
            user.BatchId,
            user.CompletedAt?.ToString("O", CultureInfo.InvariantCulture),
        ]);
        await _csv.NextRecordAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private void Write(IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
        {
            _csv.WriteField(Formulas.Escape(cell));
        }
    }
}
