using Api.Poison;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Lists the messages of the poison queue.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetPoisonMessages(PoisonEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/poison/messages</c>.</summary>
    [Function(nameof(GetPoisonMessages))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "poison/messages")] HttpRequest request) =>
        endpoint.ListAsync(request);
}
