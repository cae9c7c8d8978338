namespace HubSpotUsers.Redriving;

/// <summary>Spaces messages so that no more users than allowed go out in a second, each message being paid for after it has left.</summary>
/// <param name="perSecond">How many users; null for no limit.</param>
/// <param name="nextAt">When the next message may leave, as the slice before left it.</param>
/// <param name="time">The clock.</param>
internal sealed class RedriveRate(int? perSecond, DateTimeOffset? nextAt, TimeProvider time)
{
    /// <summary>When the next message may leave; null when it may at once.</summary>
    public DateTimeOffset? NextAt { get; private set; } = nextAt;

    /// <summary>How many messages are taken in hand at once: with a limit so few that none of them waits for minutes.</summary>
    public int Messages => Math.Clamp(perSecond ?? PoisonScan.MaxMessages, 1, PoisonScan.MaxMessages);

    /// <summary>Whether messages leave one after the other.</summary>
    public bool IsLimited => perSecond is not null;

    /// <summary>Waits until the next message may leave.</summary>
    /// <param name="latest">How long to wait at most.</param>
    /// <returns>Whether it may.</returns>
    public async Task<bool> WaitAsync(DateTimeOffset latest)
    {
        if (NextAt > latest)
        {
            return false;
        }

        if (NextAt - time.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time);
        }

        return true;
    }

    /// <summary>Pays for users that have left.</summary>
    public void Pay(int users)
    {
        if (perSecond is { } rate)
        {
            var now = time.GetUtcNow();
            NextAt = (NextAt > now ? NextAt.Value : now) + TimeSpan.FromSeconds((double)users / rate);
        }
    }
}
