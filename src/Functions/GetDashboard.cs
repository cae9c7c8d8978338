using Api.Dashboard;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Gives the page for people.</summary>
/// <param name="endpoint">Does the work.</param>
public sealed class GetDashboard(DashboardEndpoint endpoint)
{
    /// <summary>Handles <c>GET /api/dashboard</c>.</summary>
    [Function(nameof(GetDashboard))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard")] HttpRequest request) =>
        endpoint.GetAsync(request);
}
