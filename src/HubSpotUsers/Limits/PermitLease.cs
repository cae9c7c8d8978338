using System.Threading.RateLimiting;

namespace HubSpotUsers.Limits;

/// <summary>A permit for one call, or none. There is nothing to give back once it is used: its time is over.</summary>
internal sealed class PermitLease : RateLimitLease
{
    /// <summary>No permit.</summary>
    public static readonly PermitLease Refused = new();

    private PermitLease()
    {
    }

    /// <summary>A permit.</summary>
    /// <param name="time">Its time, in ticks of the storage account's clock.</param>
    public PermitLease(long time) => (IsAcquired, Time) = (true, time);

    /// <inheritdoc/>
    public override bool IsAcquired { get; }

    /// <summary>Its time.</summary>
    public long Time { get; }

    /// <inheritdoc/>
    public override IEnumerable<string> MetadataNames => [];

    /// <inheritdoc/>
    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = null;
        return false;
    }
}
