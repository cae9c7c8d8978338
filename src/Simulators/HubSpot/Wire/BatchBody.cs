namespace Simulators.HubSpot.Wire;

/// <summary>The response of a batch: <c>BatchResponseSimplePublicObject</c>, with or without errors.</summary>
internal sealed record BatchBody
{
    public string Status { get; init; } = "COMPLETE";

    public required IReadOnlyList<UserBody> Results { get; init; }

    public int? NumErrors { get; init; }

    public IReadOnlyList<BatchError>? Errors { get; init; }

    public required string RequestedAt { get; init; }

    public required string StartedAt { get; init; }

    public required string CompletedAt { get; init; }
}
