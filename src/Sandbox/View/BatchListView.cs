using System.Globalization;
using Sandbox.Results;
using Spectre.Console;

namespace Sandbox.View;

/// <summary>Shows batches as a table, newest first.</summary>
internal static class BatchListView
{
    private const int MaxRows = 25;

    public static void Show(IAnsiConsole console, IReadOnlyList<RecordedBatch> batches)
    {
        var table = new Table().Border(TableBorder.Simple).Title("Batches, newest first")
            .AddColumns("Sent at", "Batch", "HTTP", "Users", "Created", "Dupl.", "Rej.", "Unkn.", "ms");
        foreach (var batch in batches.Take(MaxRows))
        {
            table.AddRow(Cells(batch));
        }

        if (batches.Count > MaxRows)
        {
            table.Caption($"and {batches.Count - MaxRows} more");
        }

        console.Write(table);
    }

    private static string[] Cells(RecordedBatch batch) =>
    [
        batch.SentAt.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture),
        batch.Id.ToString("N")[^8..],
        batch.HttpStatus?.ToString(CultureInfo.InvariantCulture) ?? "-",
        Text(batch.Inputs),
        Text(batch.Created),
        Text(batch.Duplicate),
        Text(batch.Rejected),
        Text(batch.Unknown),
        Text(batch.DurationMs),
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
