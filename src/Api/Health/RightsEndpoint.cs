using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Health;

/// <summary>Responds to <c>GET /api/rights</c>: whether the app may do what it must.</summary>
public sealed class RightsEndpoint
{
    private readonly Rights _rights;

    internal RightsEndpoint(Rights rights)
    {
        _rights = rights;
    }

    /// <summary>Looks at the app's roles on tables and queues, and at the scopes of its token: one call to HubSpot, of no user.</summary>
    public Task<IResult> GetAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
        ApiResult.Of(new RightsView(await _rights.LookAsync()), HttpJson.Default.RightsView));
}

/// <summary>What the app may do.</summary>
/// <param name="Rights">What was found of each right.</param>
internal sealed record RightsView(IReadOnlyList<RightCheck> Rights);
