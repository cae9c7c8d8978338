namespace HubSpotUsers.HubSpot.Wire;

/// <summary>An earlier value of a property: HubSpot's schema <c>ValueWithTimestamp</c>.</summary>
public sealed record ValueWithTimestamp
{
    /// <summary>The value.</summary>
    public string? Value { get; init; }

    /// <summary>When it was set.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>What kind of source set it.</summary>
    public string? SourceType { get; init; }

    /// <summary>The id of that source.</summary>
    public string? SourceId { get; init; }

    /// <summary>A readable name of that source.</summary>
    public string? SourceLabel { get; init; }

    /// <summary>The HubSpot user who set it.</summary>
    public int? UpdatedByUserId { get; init; }
}
