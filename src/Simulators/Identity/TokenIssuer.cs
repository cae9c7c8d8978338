using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Simulators.Identity;

/// <summary>Writes tokens whose signature is a placeholder: Azurite and the simulators read the content only.</summary>
internal sealed class TokenIssuer(ManagedIdentitySimulatorOptions options, TimeProvider time)
{
    public TokenBody Issue(string resource)
    {
        var now = time.GetUtcNow();
        var expires = (now + options.TokenLifetime).ToUnixTimeSeconds();
        var clientId = options.ClientId.ToString();
        var claims = new TokenClaims(
            resource,
            $"https://sts.windows.net/{options.TenantId}/",
            now.ToUnixTimeSeconds(),
            now.AddMinutes(-5).ToUnixTimeSeconds(),
            expires,
            clientId);
        var token = string.Join(
            '.',
            Base64Url.EncodeToString("""{"typ":"JWT","alg":"RS256"}"""u8),
            Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.TokenClaims)),
            Base64Url.EncodeToString("not signed"u8));
        return new TokenBody(token, expires.ToString(CultureInfo.InvariantCulture), resource, "Bearer", clientId);
    }
}
