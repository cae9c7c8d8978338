namespace HubSpotUsers.Redriving;

/// <summary>Spaces messages so that on average no more users than allowed go out in a second: the users of a message leave together, and the next waits for as long as they are worth.</summary>
/// <param name="perSecond">How many users; null for no limit.</param>
/// <param name="nextAt">When the next message may leave, as the slice before left it.</param>
internal sealed class RedriveRate(int? perSecond, DateTimeOffset? nextAt, TimeProvider time)
{
    /// <summary>When the next message may leave; null when it may at once.</summary>
    public DateTimeOffset? NextAt { get; private set; } = nextAt;

    /// <summary>Whether messages leave one after the other.</summary>
    public bool IsLimited => perSecond is not null;

    /// <summary>Waits until the next message may leave.</summary>
    /// <param name="latest">When to wait no longer.</param>
    /// <returns>Whether it may.</returns>
    public async Task<bool> WaitAsync(DateTimeOffset latest, CancellationToken cancellationToken)
    {
        var until = NextAt < latest ? NextAt : latest;
        if (NextAt > time.GetUtcNow() && until - time.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !(NextAt > time.GetUtcNow()) && !cancellationToken.IsCancellationRequested;
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
