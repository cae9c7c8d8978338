namespace Simulators.HubSpot.Wire;

/// <summary>One item of <c>errors</c> in a 207: <c>StandardError</c> in the specification.</summary>
internal sealed record BatchError(string Category, string Message, IReadOnlyDictionary<string, string[]> Context)
{
    public string Status { get; init; } = "error";

    public IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<ErrorDetail> Errors { get; init; } = [];
}
