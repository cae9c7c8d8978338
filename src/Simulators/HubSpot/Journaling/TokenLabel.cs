using System.Security.Cryptography;
using System.Text;

namespace Simulators.HubSpot.Journaling;

/// <summary>Names a token in the journal without giving it away.</summary>
public static class TokenLabel
{
    /// <summary>The first eight hexadecimal digits of the token's SHA-256, or <c>none</c>.</summary>
    /// <param name="token">The bearer token of a call.</param>
    /// <returns>The same label for the same token.</returns>
    public static string Of(string? token) =>
        string.IsNullOrEmpty(token) ? "none" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 4));
}
