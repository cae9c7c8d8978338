using System.Net.Http.Headers;
using Azure.Core;
using Azure.Identity;

namespace Cli.Connection;

/// <summary>
/// Puts the function key and a token of Entra ID into headers: neither is ever in an address. The platform looks at the token before it lets a
/// call through to the app, and the app at the key.
/// </summary>
/// <param name="deployment">How to sign in.</param>
internal sealed class SignIn(Deployment deployment) : DelegatingHandler
{
    private const string KeyHeader = "x-functions-key";

    private readonly TokenCredential? _credential = deployment.Audience is null ? null : new DefaultAzureCredential();

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_credential is not null)
        {
            // The credential keeps the token while it is good.
            var token = await _credential.GetTokenAsync(new TokenRequestContext([$"{deployment.Audience!.TrimEnd('/')}/.default"]), cancellationToken);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        }

        if (deployment.Key is not null && !request.Headers.Contains(KeyHeader))
        {
            request.Headers.TryAddWithoutValidation(KeyHeader, deployment.Key);
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
