using System.Text.Json;
using System.Text.Json.Nodes;
using Cli.Files;
using Cli.Sending;
using Cli.Terminal;
using Cli.Wire;
using HubSpotUsers.Files;
using HubSpotUsers.Files.Tables;
using HubSpotUsers.HubSpot.Wire;
using Sandbox.Results;
using Simulators.HubSpot;
using Spectre.Console;

namespace Sandbox.Input;

/// <summary>Shows what becomes of a file, as <c>hubspot-users send --dry-run</c> does, and sends nothing.</summary>
/// <param name="context">Where to show it.</param>
internal sealed class FilePreview(CliContext context)
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="report">Where to write its users; null to show numbers and faults alone.</param>
    /// <returns>The exit code: 0 unless a line is faulty.</returns>
    /// <exception cref="Cli.CliException">The file cannot be taken.</exception>
    public async Task<int> ShowAsync(LocalFile file, FileInfo? report, CancellationToken cancellationToken)
    {
        var header = await file.ReadHeaderAsync();
        await using var body = file.File.OpenRead();
        using var rows = await file.OpenUsersAsync(body, file.Map, SimulatedAccount.CatalogOf(new HubSpotSettings()));
        var (users, errors, skipped) = (new List<ReportedUser>(), new List<LineError>(), 0);
        while (await rows.NextAsync() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.User is not null)
            {
                users.Add(new ReportedUser(row.Line, MessageOf(row)));
            }
            else if (row.IsBlank)
            {
                skipped++;
            }
            else
            {
                errors.Add(new LineError(row.Line, row.Faults[0].Pointer, row.Faults[0].Detail, Column: null));
            }
        }

        var columns = rows.Columns.Select(column => new ImportedColumn(column.Number, column.Role.ToString(), column.Name)).ToList();
        var read = new ImportedFile(file.How.Kind.ToString(), rows.EncodingName, Separators.NameOf(rows.Separator), columns.Count is 0 ? null : columns, PropertiesChecked: null);
        var check = FileCheck.Of(new ImportCheck(users.Count + errors.Count, users.Count, errors.Count, skipped, read, Errors: []), errors, header);
        new CheckView(context).Show(file, check);
        context.Notes.WriteLine("Nothing was sent.");
        await (report is null ? Task.CompletedTask : new FileReport(users, [.. errors.Select(error => new ReportedError(error.Line, error.Detail))], skipped).WriteAsync(report, cancellationToken));
        return errors.Count is 0 ? 0 : 1;
    }

    /// <summary>A message that would carry the user of a row.</summary>
    private static JsonObject MessageOf(FileRow row)
    {
        var message = JsonSerializer.SerializeToNode(row.Traced, HubSpotJson.Tolerant.UserInput)!.AsObject();
        if (row.Id is not null)
        {
            message["id"] = row.Id;
        }

        return message;
    }
}
