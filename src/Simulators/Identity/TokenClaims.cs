using System.Text.Json.Serialization;

namespace Simulators.Identity;

/// <summary>The content of a token; times are Unix seconds.</summary>
internal sealed record TokenClaims(
    [property: JsonPropertyName("aud")] string Audience,
    [property: JsonPropertyName("iss")] string Issuer,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("nbf")] long NotBefore,
    [property: JsonPropertyName("exp")] long Expires,
    [property: JsonPropertyName("appid")] string ClientId);
