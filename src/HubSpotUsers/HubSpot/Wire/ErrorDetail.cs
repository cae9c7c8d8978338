namespace HubSpotUsers.HubSpot.Wire;

/// <summary>A finer error: HubSpot's schema <c>ErrorDetail</c>. Every field may be missing.</summary>
public sealed record ErrorDetail
{
    /// <summary>What went wrong.</summary>
    public string? Message { get; init; }

    /// <summary>HubSpot's code of the error.</summary>
    public string? Code { get; init; }

    /// <summary>The field the error is in.</summary>
    public string? In { get; init; }

    /// <summary>A finer kind.</summary>
    public string? SubCategory { get; init; }

    /// <summary>Details by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Context { get; init; }
}
