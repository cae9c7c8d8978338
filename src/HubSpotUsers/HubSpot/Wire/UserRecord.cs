using System.Text.Json.Serialization;

namespace HubSpotUsers.HubSpot.Wire;

/// <summary>A user as HubSpot holds it: HubSpot's schema <c>SimplePublicObject</c>. Every field may be missing.</summary>
public sealed record UserRecord
{
    /// <summary>HubSpot's id of the record.</summary>
    [JsonConverter(typeof(TolerantIdConverter))]
    public string? Id { get; init; }

    /// <summary>The trace id sent with the input; seen echoed in practice, absent from HubSpot's example.</summary>
    [JsonConverter(typeof(TolerantIdConverter))]
    public string? ObjectWriteTraceId { get; init; }

    /// <summary>Property names and values; HubSpot may normalise values, as it lower-cases e-mail addresses.</summary>
    public IReadOnlyDictionary<string, string?>? Properties { get; init; }

    /// <summary>Property names and their earlier values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ValueWithTimestamp>?>? PropertiesWithHistory { get; init; }

    /// <summary>When the record was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the record was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Whether the record is archived.</summary>
    public bool? Archived { get; init; }

    /// <summary>When the record was archived.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>Where HubSpot shows the record.</summary>
    public string? Url { get; init; }

    /// <summary>Remarks that did not stop the record from being created.</summary>
    public IReadOnlyList<ObjectWarning>? Warnings { get; init; }
}
