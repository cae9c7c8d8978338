namespace Simulators.HubSpot.Wire;

/// <summary>One record: <c>SimplePublicObject</c> in the specification.</summary>
internal sealed record UserBody
{
    public required string Id { get; init; }

    public required IReadOnlyDictionary<string, string?> Properties { get; init; }

    public required string CreatedAt { get; init; }

    public required string UpdatedAt { get; init; }

    public bool Archived { get; init; }

    public string? ObjectWriteTraceId { get; init; }

    public required string Url { get; init; }
}
