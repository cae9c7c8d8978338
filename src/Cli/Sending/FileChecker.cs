using System.Globalization;
using Cli.Connection;
using Cli.Files;
using Cli.Terminal;
using Cli.Wire;
using CsvHelper;
using HubSpotUsers.Files;

namespace Cli.Sending;

/// <summary>
/// Checks a file before any of its users is sent: its header against the account's properties, every line here, and then the whole by a dry
/// run of the app, which knows what values the properties take.
/// </summary>
/// <param name="client">The app.</param>
/// <param name="context">Shows how far it is.</param>
internal sealed class FileChecker(AppClient client, CliContext context)
{
    private const int MaxErrors = 10_000;

    private readonly ProgressView _progress = new(context);

    /// <summary>Checks a file.</summary>
    /// <exception cref="CliException">It cannot be taken as a whole.</exception>
    public async Task<FileCheck> CheckAsync(LocalFile file, Import import, CancellationToken cancellationToken)
    {
        var header = await file.ReadHeaderAsync();
        var columns = header is null ? [] : await AskForColumnsAsync(header, import, cancellationToken);
        var local = await ReadLinesAsync(file, file.Map.With(columns), cancellationToken);
        using var upload = new FileUpload(file, sent => _progress.Show(() => $"Checking {file.File.Name}: {Share(sent, file.File.Length)}"));
        var app = await client.PostFileAsync(import.DryRunPath, upload, idempotencyKey: null, CliJson.Default.ImportCheck, cancellationToken);
        return FileCheck.Of(app, local, header);
    }

    /// <summary>Asks what the account makes of a header. Nothing but the header leaves.</summary>
    private async Task<IReadOnlyList<ImportedColumn>> AskForColumnsAsync(IReadOnlyList<string> header, Import import, CancellationToken cancellationToken)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        await using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture, leaveOpen: true))
        {
            foreach (var cell in header)
            {
                csv.WriteField(cell);
            }

            await csv.NextRecordAsync();

            // A file needs a line after its header; what is in it does not matter.
            csv.WriteField("x");
            await csv.NextRecordAsync();
        }

        using var content = new StringContent(text.ToString(), System.Text.Encoding.UTF8, "text/csv");
        var check = await client.PostFileAsync(import.HeaderPath, content, idempotencyKey: null, CliJson.Default.ImportCheck, cancellationToken);
        return check.File.Columns ?? [];
    }

    private async Task<List<LineError>> ReadLinesAsync(LocalFile file, ColumnTexts map, CancellationToken cancellationToken)
    {
        var errors = new List<LineError>();
        await using var body = file.File.OpenRead();
        using var users = await file.OpenUsersAsync(body, map);
        while (await LocalFile.GuardedAsync(() => users.NextAsync().AsTask()) is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _progress.Show(() => $"Reading {file.File.Name}: line {Words.Of(row.Line)}");
            if (errors.Count < MaxErrors)
            {
                errors.AddRange(row.Faults.Select(fault => new LineError(row.Line, fault.Pointer, fault.Detail, Column: null)));
            }
        }

        return errors;
    }

    private static string Share(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{(whole is 0 ? 1 : (double)part / whole):P0}");
}
