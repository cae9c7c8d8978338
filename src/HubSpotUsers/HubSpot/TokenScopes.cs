using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HubSpotUsers.HubSpot.Pipeline;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Secrets;

namespace HubSpotUsers.HubSpot;

/// <summary>
/// Asks HubSpot which scopes the token has (HubSpot: Private apps, "access-token-info"). The call takes a permit of the limit and leaves nothing
/// behind; unlike a call of users, a refusal of it pauses nothing, since HubSpot need not tell this of every kind of token.
/// </summary>
/// <param name="http">A client whose handlers add a permit and the whole response, and which follows no redirect: the body has the token.</param>
internal sealed class TokenScopes(HttpClient http, HubSpotTokenCache tokens)
{
    private const string Path = "oauth/v2/private-apps/get/access-token-info";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>The scopes that users are created and looked up with.</summary>
    public static IReadOnlyList<string> Needed { get; } = ["crm.objects.users.write", "crm.objects.users.read"];

    /// <summary>Asks.</summary>
    /// <returns>The status, and the scopes; null when HubSpot does not tell them.</returns>
    /// <exception cref="HubSpotTokenException">There is no token.</exception>
    /// <exception cref="HttpRequestException">HubSpot could not be asked.</exception>
    public async Task<(HttpStatusCode Status, IReadOnlyList<string>? Scopes)> ReadAsync(CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = new CallContent(JsonSerializer.SerializeToUtf8Bytes(new TokenInfoRequest(token.Value), HubSpotJson.Tolerant.TokenInfoRequest)) { Headers = { ContentType = Json } },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return (response.StatusCode, response.IsSuccessStatusCode ? WholeResponse.TryParse(response, HubSpotJson.Tolerant.TokenInfo)?.Scopes : null);
    }
}

/// <summary>The token that is asked about.</summary>
/// <param name="TokenKey">The token.</param>
internal sealed record TokenInfoRequest(string TokenKey);

/// <summary>What HubSpot says of a token.</summary>
/// <param name="Scopes">What it may do.</param>
internal sealed record TokenInfo(IReadOnlyList<string>? Scopes);
