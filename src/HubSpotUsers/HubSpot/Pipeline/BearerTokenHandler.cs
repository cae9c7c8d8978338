using System.Net;
using System.Net.Http.Headers;
using HubSpotUsers.Secrets;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>Adds the token; after a 401 sends the call once more if the secret holds a newer one.</summary>
/// <param name="tokens">Gives the token.</param>
internal sealed class BearerTokenHandler(HubSpotTokenCache tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken);
        var response = await SendAsync(request, token, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.Unauthorized)
        {
            return response;
        }

        var fresh = await tokens.RefreshAsync(token, cancellationToken);
        if (fresh.Value == token.Value)
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(request, fresh, cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HubSpotToken token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return base.SendAsync(request, cancellationToken);
    }
}
