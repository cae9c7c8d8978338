using System.Net.Http.Headers;
using Azure.Core;
using Azure.Identity;

namespace Cli.Connection;

/// <summary>Puts the function key, or a token of Entra ID, into a header: neither is ever in an address.</summary>
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
        else if (!request.Headers.Contains(KeyHeader))
        {
            request.Headers.TryAddWithoutValidation(KeyHeader, deployment.Key);
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
