namespace HubSpotUsers.Files.Tables;

/// <summary>A row of a table.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Cells">Its cells; empty when it has a fault.</param>
/// <param name="Fault">Why it cannot be read; null for a good one.</param>
internal readonly record struct TableRow(int Line, string[] Cells, string? Fault = null)
{
    /// <summary>The character that ends a text file of DOS (Ctrl+Z), alone on a line.</summary>
    private const string EndOfText = "\u001A";

    /// <summary>Whether nothing is in it.</summary>
    public bool IsBlank => Fault is null && (Cells is [EndOfText] || Array.TrueForAll(Cells, string.IsNullOrWhiteSpace));
}
