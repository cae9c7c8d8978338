namespace HubSpotUsers.Files;

/// <summary>The users of a file, in their order.</summary>
internal interface IUserRows : IDisposable
{
    /// <summary>The line that the next row begins on, from 1.</summary>
    int Line { get; }

    /// <summary>Reads the next row if it is there; else, unless this is the end, after <see cref="FillAsync"/>.</summary>
    bool TryRead(out UserRow row);

    /// <summary>Reads on in the file; false when nothing is left to read.</summary>
    ValueTask<bool> FillAsync();

    /// <summary>The hash of all that has been read so far; at the end, of the file.</summary>
    byte[] HashOfRead();
}

/// <summary>Reads users row by row.</summary>
internal static class UserReading
{
    /// <summary>Reads the next row; null at the end.</summary>
    /// <remarks>A file is read in large pieces, so the next row is nearly always there, and an asynchronous method for each would take as long as half of it.</remarks>
    public static ValueTask<UserRow?> NextAsync(this IUserRows rows) => rows.TryRead(out var row) ? new ValueTask<UserRow?>(row) : FillAsync(rows);

    private static async ValueTask<UserRow?> FillAsync(IUserRows rows)
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
