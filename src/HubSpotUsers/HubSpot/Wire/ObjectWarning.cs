namespace HubSpotUsers.HubSpot.Wire;

/// <summary>A remark on a record: HubSpot's schema <c>PublicObjectWarning</c>.</summary>
public sealed record ObjectWarning
{
    /// <summary>The kind of remark.</summary>
    public string? Category { get; init; }

    /// <summary>Details by name.</summary>
    public IReadOnlyDictionary<string, string?>? Context { get; init; }

    /// <summary>The remark itself.</summary>
    public string? Message { get; init; }
}
