namespace Sandbox.Storms;

/// <summary>Something that happens once a part of the users has its outcome.</summary>
/// <param name="Share">That part, from 0 to 1.</param>
/// <param name="Away">What of storage is away from then on.</param>
/// <param name="Duration">For how long.</param>
/// <param name="Draw">Which of the ways it can be away.</param>
internal sealed record StormEvent(double Share, StorageParts Away, TimeSpan Duration, int Draw)
{

    /// <summary>Whether it is the death of the function app.</summary>
    public bool IsDeath => Away is StorageParts.Nothing;

    /// <summary>The function app is killed and starts again.</summary>
    public static StormEvent Death(double share) => new(share, StorageParts.Nothing, TimeSpan.Zero, Draw: 0);

    /// <summary>Storage is away for a while.</summary>
    public static StormEvent Outage(double share, StorageParts away, TimeSpan duration, int draw) => new(share, away, duration, draw);
}
