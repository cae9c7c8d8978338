using Api.Poison;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Reports what is in the poison queue.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetPoison(PoisonEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/poison</c>.</summary>
    [Function(nameof(GetPoison))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "poison")] HttpRequest request) =>
        endpoint.GetAsync(request);
}
