using System.Net;
using System.Text;

namespace HubSpotUsers.Tests.Model;

/// <summary>HubSpot as one process sees it: slow, forgetful, sometimes gone.</summary>
internal sealed class MortalHubSpot(ModelHubSpot hubSpot, Fate fate) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await fate.LiveAsync();
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        var isRead = request.RequestUri!.AbsolutePath.EndsWith("/batch/read", StringComparison.Ordinal);
        var (status, response) = await (isRead ? hubSpot.ReadAsync(body, cancellationToken) : hubSpot.CreateAsync(body, cancellationToken));
        await fate.LiveAsync();
        return response is null
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was lost.")
            : new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(response, Encoding.UTF8, "application/json") };
    }
}
