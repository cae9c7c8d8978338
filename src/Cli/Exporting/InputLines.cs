using System.Runtime.CompilerServices;
using System.Text.Json;
using Cli.Files;
using HubSpotUsers.Files;
using HubSpotUsers.HubSpot.Wire;

namespace Cli.Exporting;

/// <summary>The lines of the file that was sent, as they stand in it.</summary>
internal sealed class InputLines(LocalFile file)
{
    /// <summary>Reads the lines with something in them.</summary>
    /// <param name="columns">How many cells a line of a table has.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<InputLine> ReadAsync(int columns, CancellationToken cancellationToken) => file.IsTable ? ReadTableAsync(columns, cancellationToken) : ReadJsonAsync(cancellationToken);

    private async IAsyncEnumerable<InputLine> ReadTableAsync(int columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var body = file.File.OpenRead();
        using var table = (await file.OpenTableAsync(body))!;
        await LocalFile.ReadHeaderAsync(table);
        while (await LocalFile.GuardedAsync(() => table.NextAsync().AsTask()) is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!row.IsBlank)
            {
                // Cells that are missing are empty; those beyond the header make a line faulty.
                yield return new InputLine(row.Line, [.. row.Cells.Take(columns), .. Enumerable.Repeat(string.Empty, Math.Max(0, columns - row.Cells.Length))], User: null, row.Fault);
            }
        }
    }

    private async IAsyncEnumerable<InputLine> ReadJsonAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var body = file.File.OpenRead();
        using var users = await file.OpenUsersAsync(body, file.Map);
        while (await LocalFile.GuardedAsync(() => users.NextAsync().AsTask()) is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!row.IsBlank)
            {
                JsonElement? user = row.User is null ? null : JsonSerializer.SerializeToElement(row.User, HubSpotJson.Tolerant.UserInput);
                yield return new InputLine(row.Line, [], user, row.Faults is [var fault, ..] ? fault.Detail : null);
            }
        }
    }
}

/// <summary>A line of the file that was sent.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Cells">Its cells; empty for JSON.</param>
/// <param name="User">Its user; null for a table.</param>
/// <param name="Fault">What is wrong with it, as far as its form tells.</param>
internal sealed record InputLine(int Line, IReadOnlyList<string> Cells, JsonElement? User, string? Fault);
