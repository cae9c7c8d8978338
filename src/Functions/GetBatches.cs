using Api.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Lists the batches of a day.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetBatches(BatchesEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/batches</c>.</summary>
    [Function(nameof(GetBatches))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches")] HttpRequest request) =>
        endpoint.ListAsync(request);
}
