namespace HubSpotUsers.Queue;

/// <summary>The room that a message has in the process.</summary>
/// <param name="release">Takes users and bytes that are given back.</param>
/// <param name="users">How many users the message has, or may have.</param>
/// <param name="bytes">The length of its body.</param>
internal sealed class IntakeLease(Action<int, int> release, int users, int bytes) : IDisposable
{
    /// <summary>How many users it has room for.</summary>
    public int Users { get; private set; } = users;

    /// <summary>How many bytes it has room for.</summary>
    public int Bytes => bytes;

    /// <summary>Whether there was no room in time, so that the message is to be deferred.</summary>
    public bool IsLate { get; init; }

    /// <summary>Gives back the room of users that the message turned out not to have.</summary>
    /// <param name="count">How many it has: at least one, for a message is not done with for having none.</param>
    public void Keep(int count)
    {
        if (Users > count)
        {
            var spare = Users - count;
            Users = count;
            release(spare, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => release(Users, bytes);
}
