using System.Globalization;
using Spectre.Console;

namespace Sandbox.View;

/// <summary>Shows progress: a live table on a terminal, a line whenever something changed elsewhere.</summary>
/// <param name="console">Where to show it.</param>
internal sealed class ProgressView(IAnsiConsole console)
{
    /// <summary>Runs <paramref name="work"/>, which reports its progress.</summary>
    public Task<T> ShowAsync<T>(Func<Action<Progress>, Task<T>> work) =>
        console.Profile.Capabilities.Interactive ? ShowTableAsync(work) : ShowLinesAsync(work);

    private async Task<T> ShowTableAsync<T>(Func<Action<Progress>, Task<T>> work)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Sent", "Batched", "Created", "Duplicate", "Rejected", "Unknown", "Calls");
        return await console.Live(table).StartAsync(context => work(progress =>
        {
            table.Rows.Clear();
            table.AddRow(
                Text(progress.Sent),
                Text(progress.Batched),
                $"[green]{Text(progress.Created)}[/]",
                Text(progress.Duplicate),
                progress.Rejected > 0 ? $"[red]{Text(progress.Rejected)}[/]" : "0",
                progress.Unknown > 0 ? $"[red]{Text(progress.Unknown)}[/]" : "0",
                Text(progress.Calls));
            context.Refresh();
        }));
    }

    private Task<T> ShowLinesAsync<T>(Func<Action<Progress>, Task<T>> work)
    {
        Progress? last = null;
        return work(progress =>
        {
            if (progress != last)
            {
                console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"sent {progress.Sent}, batched {progress.Batched}, created {progress.Created}, duplicate {progress.Duplicate}, rejected {progress.Rejected}, unknown {progress.Unknown}, calls {progress.Calls}"));
                last = progress;
            }
        });
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
