using System.Text.Json.Serialization;

namespace Simulators.HubSpot.Wire;

/// <summary>Why one property was refused; HubSpot writes a list of these as JSON text into the message.</summary>
internal sealed record PropertyFailure(string Message, string Error, string Name)
{
    [JsonPropertyOrder(-1)]
    public bool IsValid { get; init; }

    public string LocalizedErrorMessage => Message;

    public int PortalId { get; init; } = Portal.Id;
}
