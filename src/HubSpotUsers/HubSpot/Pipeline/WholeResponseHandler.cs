using Microsoft.Extensions.Options;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>Reads the whole body, up to a bound, inside the attempt: its time-out then covers a response that drips as well.</summary>
/// <param name="options">The bound.</param>
internal sealed class WholeResponseHandler(IOptions<HubSpotOptions> options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            using var content = response.Content;
            response.Content = await WholeResponse.ReadAsync(content, options.Value.MaxResponseBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
