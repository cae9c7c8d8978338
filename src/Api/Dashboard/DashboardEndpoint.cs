using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Dashboard;

/// <summary>Responds to <c>GET /api/dashboard</c>: a page for people, which asks the other operations with the key its reader gives it.</summary>
public sealed class DashboardEndpoint
{
    /// <summary>The page's media type.</summary>
    internal const string MediaType = "text/html";

    private readonly Lazy<DashboardPage> _page = new(DashboardPage.Read);

    /// <summary>Gives the page. It is the same for everyone and holds no data, so it needs no key.</summary>
    public Task<IResult> GetAsync(HttpRequest request) => Guarded.RunAsync(
        request,
        () => Task.FromResult<IResult>(new ApiResult(StatusCodes.Status200OK, $"{MediaType}; charset=utf-8", _page.Value.Content) { Policy = _page.Value.Policy, IsFinal = true }));
}
