namespace HubSpotUsers.HubSpot.Wire;

/// <summary>One user to create: HubSpot's schema <c>SimplePublicObjectBatchInputForCreate</c>.</summary>
public sealed record UserInput
{
    /// <summary>Records the new user is associated with; HubSpot requires the list, empty or not.</summary>
    public required IReadOnlyList<Association> Associations { get; init; }

    /// <summary>Property names and values; HubSpot takes every value as a string.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>
    /// An id that HubSpot repeats in its answer. On every input and unique within the call it turns on partial success.
    /// </summary>
    public string? ObjectWriteTraceId { get; init; }
}
