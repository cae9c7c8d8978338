using Api.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Tells what became of a batch.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetBatch(BatchesEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/batches/{id}</c>.</summary>
    /// <param name="id">The batch.</param>
    [Function(nameof(GetBatch))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches/{id}")] HttpRequest request, string id) =>
        endpoint.GetAsync(request, id);
}
