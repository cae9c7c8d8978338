using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace Functions.Tests.Simulators.Identity;

/// <summary>Reads the claims of a token.</summary>
public static class TokenContent
{
    public static JsonObject Of(string token) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();
}
