using System.Net;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Pausing;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>Reads from responses whether anything more should be sent: by this process, and by all of them.</summary>
/// <param name="rules">Tell which responses ask for a pause.</param>
/// <param name="gate">Stops sending, and goes on.</param>
/// <param name="meters">Counts refusals.</param>
internal sealed class PauseHandler(PauseRules rules, SendingGate gate, Meters meters) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var error = response.IsSuccessStatusCode ? null : WholeResponse.TryParse(response, HubSpotJson.Tolerant.ApiError);
        if (response.StatusCode is HttpStatusCode.TooManyRequests)
        {
            meters.Throttled(LimitName.Of(error));
        }

        if (rules.Of(response, error) is { } pause)
        {
            await gate.StopAsync(pause);
        }
        else if (response.IsSuccessStatusCode)
        {
            await gate.ConfirmAsync(isCreate: request.RequestUri?.AbsolutePath.EndsWith("/create", StringComparison.Ordinal) is true);
        }

        return response;
    }
}
