namespace Simulators.HubSpot.Wire;

/// <summary><c>ErrorDetail</c> in the specification.</summary>
internal sealed record ErrorDetail(string Message, IReadOnlyDictionary<string, string[]>? Context = null)
{
    public string? Code { get; init; }
}
