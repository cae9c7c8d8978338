using System.Text.Json.Serialization;

namespace Simulators.Identity;

/// <summary>The JSON of the identity endpoint.</summary>
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(TokenClaims))]
internal sealed partial class TokenJson : JsonSerializerContext;
