using HubSpotUsers.Files;
using HubSpotUsers.Files.Tables;
using Sandbox.Results;
using Simulators.HubSpot;
using Spectre.Console;

namespace Sandbox.Input;

/// <summary>Shows what becomes of a file, and sends nothing.</summary>
/// <param name="console">Where to show it.</param>
internal sealed class FilePreview(IAnsiConsole console)
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="file">The file.</param>
    /// <param name="how">How to read it.</param>
    /// <param name="report">Where to write its users; null to show numbers and faults alone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The exit code: 0 unless a line is faulty.</returns>
    /// <exception cref="SandboxException">The file cannot be taken.</exception>
    public async Task<int> ShowAsync(FileInfo file, UserFileOptions how, FileInfo? report, CancellationToken cancellationToken)
    {
        await using var body = file.OpenRead();
        using var rows = await OpenedFile.OpenAsync(file, body, how, new HubSpotSettings());
        ShowColumns(rows.Columns);
        var (users, errors, skipped) = (new List<ReportedUser>(), new List<ReportedError>(), 0);
        while (await rows.NextAsync() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.User is not null)
            {
                users.Add(new ReportedUser(row.Line, FileUsers.MessageOf(row)));
            }
            else if (row.IsBlank)
            {
                skipped++;
            }
            else
            {
                errors.Add(new ReportedError(row.Line, row.Faults[0].Detail));
                console.MarkupLineInterpolated($"[yellow]Line {row.Line} would be left out: {row.Faults[0].Detail}[/]");
            }
        }

        console.MarkupLineInterpolated($"{users.Count} users, {errors.Count} faulty and {skipped} blank lines. Nothing was sent.");
        await (report is null ? Task.CompletedTask : new FileReport(users, errors, skipped).WriteAsync(report, cancellationToken));
        return errors.Count is 0 ? 0 : 1;
    }

    private void ShowColumns(IReadOnlyList<Column> columns)
    {
        foreach (var column in columns)
        {
            console.MarkupLineInterpolated($"Column {column.Number}: {(column.Role is ColumnRole.Ignored ? "left out" : column.Pointer.TrimStart('/'))}");
        }
    }
}
