namespace HubSpotUsers.Files.Tables;

/// <summary>A file of rows and cells.</summary>
internal interface ITable : IDisposable
{
    /// <summary>The line that the next row begins on, from 1.</summary>
    int Line { get; }

    /// <summary>Reads the next row if it is there; else, unless this is the end, after <see cref="FillAsync"/>.</summary>
    bool TryRead(out TableRow row);

    /// <summary>Reads on in the file; false when nothing is left to read.</summary>
    ValueTask<bool> FillAsync();

    /// <summary>The hash of all that has been read so far.</summary>
    byte[] HashOfRead();
}

/// <summary>A row of a table.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Cells">Its cells, until the next row is read; empty when it has a fault.</param>
/// <param name="Fault">Why it cannot be read; null for a good one.</param>
internal readonly record struct TableRow(int Line, List<string> Cells, string? Fault = null)
{
    /// <summary>Whether nothing is in it.</summary>
    public bool IsBlank => Fault is null && Cells.TrueForAll(string.IsNullOrWhiteSpace);
}

/// <summary>Reads tables row by row.</summary>
internal static class TableReading
{
    /// <summary>Reads the next row; null at the end.</summary>
    public static async ValueTask<TableRow?> NextAsync(this ITable table)
    {
        do
        {
            if (table.TryRead(out var row))
            {
                return row;
            }
        }
        while (await table.FillAsync());

        return null;
    }
}
