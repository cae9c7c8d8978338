namespace HubSpotUsers.Files;

/// <summary>The rows of a file, in their order.</summary>
/// <typeparam name="TRow">What a row is.</typeparam>
internal interface IRows<TRow> : IDisposable
    where TRow : struct
{
    /// <summary>The line that the next row begins on, from 1.</summary>
    int Line { get; }

    /// <summary>Reads the next row if it is there; else, unless this is the end, after <see cref="FillAsync"/>.</summary>
    bool TryRead(out TRow row);

    /// <summary>Reads on in the file; false when nothing is left to read.</summary>
    ValueTask<bool> FillAsync();

    /// <summary>The hash of all that has been read so far; at the end, of the file.</summary>
    byte[] HashOfRead();
}

/// <summary>Reads files row by row.</summary>
internal static class RowReading
{
    /// <summary>Reads the next row; null at the end.</summary>
    /// <remarks>A file is read in large pieces, so the next row is nearly always there, and an asynchronous method for each would take as long as half of it.</remarks>
    public static ValueTask<TRow?> NextAsync<TRow>(this IRows<TRow> rows)
        where TRow : struct => rows.TryRead(out var row) ? new ValueTask<TRow?>(row) : FillAsync(rows);

    private static async ValueTask<TRow?> FillAsync<TRow>(IRows<TRow> rows)
        where TRow : struct
    {
        while (await rows.FillAsync())
        {
            if (rows.TryRead(out var row))
            {
                return row;
            }
        }

        return null;
    }
}
