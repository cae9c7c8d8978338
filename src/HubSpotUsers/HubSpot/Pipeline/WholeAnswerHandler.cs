using Microsoft.Extensions.Options;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>Reads the whole body, up to a bound, inside the attempt: its time-out then covers an answer that drips as well.</summary>
/// <param name="options">The bound.</param>
internal sealed class WholeAnswerHandler(IOptions<HubSpotOptions> options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            using var content = response.Content;
            response.Content = await WholeAnswer.ReadAsync(content, options.Value.MaxResponseBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
