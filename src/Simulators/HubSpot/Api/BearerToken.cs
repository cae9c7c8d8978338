using Microsoft.AspNetCore.Http;

namespace Simulators.HubSpot.Api;

/// <summary>Reads and judges the token of a call.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    public static string? Of(HttpRequest request) =>
        (string?)request.Headers.Authorization is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : null;

    /// <summary>The response to a call whose token does not allow it, or null.</summary>
    public static CallResponse? Refuse(string? token, ApiCall call)
    {
        if (token is null || !call.Settings.AcceptedTokens.Contains(token, StringComparer.Ordinal))
        {
            return token is not null && call.Settings.ExpiredTokens.Contains(token, StringComparer.Ordinal)
                ? ErrorResponses.ExpiredAuthentication(call.CorrelationId)
                : ErrorResponses.InvalidAuthentication(call.CorrelationId);
        }

        return call.Settings.MissingScopes.Contains(call.Route.Scope, StringComparer.Ordinal)
            ? ErrorResponses.MissingScopes(call.CorrelationId, call.Route.Scope)
            : null;
    }
}
