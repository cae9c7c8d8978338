namespace HubSpotUsers.Files;

/// <summary>The users of a file, in their order.</summary>
internal interface IUserRows : IDisposable
{
    /// <summary>The line that the next row begins on, from 1.</summary>
    int Line { get; }

    /// <summary>Reads the next row; null at the end.</summary>
    ValueTask<UserRow?> NextAsync();

    /// <summary>The hash of all that has been read so far; at the end, of the file.</summary>
    byte[] HashOfRead();
}
