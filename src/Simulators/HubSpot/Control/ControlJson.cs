using System.Text.Json.Serialization;
using Simulators.HubSpot.Faults;
using Simulators.HubSpot.Journaling;

namespace Simulators.HubSpot.Control;

/// <summary>The JSON of the control endpoint; enumerations and fault targets are written by name.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(HubSpotSettings))]
[JsonSerializable(typeof(FaultRule))]
[JsonSerializable(typeof(IReadOnlyList<FaultRule>))]
[JsonSerializable(typeof(IReadOnlyList<FaultDescription>))]
[JsonSerializable(typeof(IReadOnlyList<JournalCall>))]
[JsonSerializable(typeof(IReadOnlyList<CreatedUser>))]
[JsonSerializable(typeof(JournalSummary))]
[JsonSerializable(typeof(ControlError))]
public sealed partial class ControlJson : JsonSerializerContext;

/// <summary>Why a control request was refused.</summary>
/// <param name="Error">What was wrong.</param>
public sealed record ControlError(string Error);
