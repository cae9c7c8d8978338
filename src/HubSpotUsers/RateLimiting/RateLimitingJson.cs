using System.Text.Json.Serialization;

namespace HubSpotUsers.RateLimiting;

/// <summary>Source-generated JSON of the shared window.</summary>
[JsonSerializable(typeof(IReadOnlyList<PermitBlock>))]
internal sealed partial class RateLimitingJson : JsonSerializerContext;
