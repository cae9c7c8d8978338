using System.Globalization;
using Simulators.HubSpot.Api;
using Simulators.HubSpot.Limits;
using Simulators.HubSpot.Users;

namespace Simulators.HubSpot.Faults;

/// <summary>Responses with an error status.</summary>
internal static class StatusFaults
{
    private static readonly int[] AmbiguousStatuses = [500, 502, 503, 504, 521, 522, 523, 524];

    /// <summary>What firewalls and gateways are known to refuse with, whatever HubSpot itself would say.</summary>
    private static readonly int[] GatewayRefusals = [308, 402, 406, 410, 431, 451];

    public static IEnumerable<Fault> All =>
    [
        .. AmbiguousStatuses.Select(status => Fault.Before($"{Name(status)}-before", $"{status}", strike => Server(strike, status))),
        .. AmbiguousStatuses.Select(status => Fault.After($"{Name(status)}-after", $"{status}", (strike, _) => Server(strike, status))),
        .. GatewayRefusals.Select(status => Fault.Before(string.Create(CultureInfo.InvariantCulture, $"gateway-{status}"), $"{status} with a gateway's HTML page", _ => ErrorResponses.GatewayPage(status))),
        Fault.Before(Name(525), "525, TLS trouble behind the gateway", strike => Server(strike, 525)),
        Fault.Before(Name(526), "526, a certificate the gateway does not trust", strike => Server(strike, 526)),
        Fault.Before(Name(400), "400 for the whole call", strike => ErrorResponses.Validation(strike.CorrelationId, "Invalid input")),
        Fault.Before("status-401-expired", "401, token expired", strike => ErrorResponses.ExpiredAuthentication(strike.CorrelationId)),
        Fault.Before("status-401-invalid", "401, token unknown", strike => ErrorResponses.InvalidAuthentication(strike.CorrelationId)),
        Fault.Before(
            "status-403-missing-scopes",
            "403, a scope is missing",
            strike => ErrorResponses.MissingScopes(strike.CorrelationId, strike.Call.Route.Scope)),
        Fault.Before(Name(404), "404, wrong path", strike => ErrorResponses.NotFound(strike.CorrelationId)),
        Fault.Before(Name(405), "405, wrong method", strike => ErrorResponses.MethodNotAllowed(strike.CorrelationId)),
        Fault.Before(
            Name(409),
            "409, naming one record that is in the way",
            strike => ErrorResponses.Conflict(strike.CorrelationId, BatchErrors.Conflict(100_001, null))),
        Fault.Before(Name(413), "413, too large", strike => ErrorResponses.TooLarge(strike.CorrelationId)),
        Fault.Before(Name(415), "415, wrong content type", strike => ErrorResponses.UnsupportedMediaType(strike.CorrelationId)),
        Fault.Before(Name(423), "423, locked for two seconds or more", strike => ErrorResponses.Locked(strike.CorrelationId)),
        Fault.Before("status-429-rolling", "429 of the rolling limit", strike => RateLimited(strike, RatePolicy.Rolling)),
        Fault.Before("status-429-secondly", "429 of the limit a second", strike => RateLimited(strike, RatePolicy.Secondly)),
        Fault.Before("status-429-daily", "429 of the limit a day", strike => RateLimited(strike, RatePolicy.Daily)),
        Fault.Before(
            Name(477),
            "477 with Retry-After, a move between data centers",
            strike => ErrorResponses.Migrating(strike.CorrelationId, strike.Rule.RetryAfter ?? TimeSpan.FromSeconds(30))),
    ];

    private static string Name(int status) => string.Create(CultureInfo.InvariantCulture, $"status-{status}");

    private static CallResponse Server(FaultStrike strike, int status) =>
        (strike.Rule.Html ?? status != 500 ? ErrorResponses.GatewayPage(status) : ErrorResponses.ServerError(status, strike.CorrelationId))
            with
        { RetryAfter = strike.Rule.RetryAfter };

    private static CallResponse RateLimited(FaultStrike strike, string policy) =>
        ErrorResponses.RateLimited(strike.CorrelationId, policy, strike.Rule.RetryAfter);
}
