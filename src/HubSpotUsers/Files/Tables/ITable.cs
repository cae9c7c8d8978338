namespace HubSpotUsers.Files.Tables;

/// <summary>A file of rows and cells.</summary>
internal interface ITable : IDisposable
{
    /// <summary>The line that the next row begins on, from 1.</summary>
    int Line { get; }

    /// <summary>Reads the next row; null at the end.</summary>
    ValueTask<TableRow?> NextAsync();

    /// <summary>The hash of all that has been read so far.</summary>
    byte[] HashOfRead();
}

/// <summary>A row of a table.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Cells">Its cells, until the next row is read; empty when it has a fault.</param>
/// <param name="Fault">Why it cannot be read; null for a good one.</param>
internal readonly record struct TableRow(int Line, IReadOnlyList<string> Cells, string? Fault = null)
{
    /// <summary>Whether nothing is in it.</summary>
    public bool IsBlank => Fault is null && Cells.All(string.IsNullOrWhiteSpace);
}
