using System.Text;
using Simulators.HubSpot.Limits;
using Simulators.HubSpot.Users;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Api;

/// <summary>The responses that refuse a whole call, worded as HubSpot words them.</summary>
internal static class ErrorResponses
{
    private const string ScopesPage = "https://developers.hubspot.com/scopes";

    public static CallResponse Validation(string correlationId, string message) =>
        Of(400, correlationId, "VALIDATION_ERROR", message);

    public static CallResponse Validation(string correlationId, InputRefusal refusal) => Of(new ErrorBody
    {
        Message = refusal.Message,
        CorrelationId = correlationId,
        Category = "VALIDATION_ERROR",
        Errors = refusal.Details.Count == 0 ? null : refusal.Details,
    }, 400);

    public static CallResponse InvalidAuthentication(string correlationId) => Of(
        401,
        correlationId,
        "INVALID_AUTHENTICATION",
        "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at " +
        "https://developers.hubspot.com/docs/methods/auth/oauth-overview");

    public static CallResponse ExpiredAuthentication(string correlationId) => Of(new ErrorBody
    {
        Message = "The OAuth token used to make this call expired 12 minute(s) ago.",
        CorrelationId = correlationId,
        Category = "EXPIRED_AUTHENTICATION",
        Context = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["expire time"] = ["1970-01-01T00:00:00Z"] },
    }, 401);

    public static CallResponse MissingScopes(string correlationId, string scope) => Of(new ErrorBody
    {
        Message = $"This app hasn't been granted all required scopes to make this call. Read more about required scopes here: {ScopesPage}.",
        CorrelationId = correlationId,
        Category = "MISSING_SCOPES",
        Errors =
        [
            new ErrorDetail(
                "One or more of the following scopes are required.",
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["requiredGranularScopes"] = [scope] }),
        ],
        Links = new Dictionary<string, string>(StringComparer.Ordinal) { ["scopes"] = ScopesPage },
    }, 403);

    public static CallResponse NotFound(string correlationId) => Of(404, correlationId, "OBJECT_NOT_FOUND", "resource not found");

    public static CallResponse MethodNotAllowed(string correlationId) => Of(405, correlationId, "METHOD_NOT_ALLOWED", "HTTP 405 Method Not Allowed");

    public static CallResponse Conflict(string correlationId, BatchError conflict) => Of(new ErrorBody
    {
        Message = conflict.Message,
        CorrelationId = correlationId,
        Category = conflict.Category,
        Context = conflict.Context.Count == 0 ? null : conflict.Context,
    }, 409);

    public static CallResponse TooLarge(string correlationId) => Of(413, correlationId, "VALIDATION_ERROR", "Request entity too large");

    public static CallResponse UnsupportedMediaType(string correlationId) =>
        Of(415, correlationId, "VALIDATION_ERROR", "HTTP 415 Unsupported Media Type");

    public static CallResponse Locked(string correlationId) =>
        Of(423, correlationId, "LOCKED", "The resource is locked by another request; wait at least 2 seconds before trying again");

    public static CallResponse Migrating(string correlationId, TimeSpan retryAfter) =>
        Of(477, correlationId, "MIGRATION_IN_PROGRESS", "This account is being migrated between data centers") with { RetryAfter = retryAfter };

    public static CallResponse RateLimited(string correlationId, string policy, TimeSpan? retryAfter = null) => Of(new ErrorBody
    {
        Message = $"You have reached your {(policy == RatePolicy.Daily ? "daily" : policy.ToLowerInvariant())} limit.",
        CorrelationId = correlationId,
        Category = "RATE_LIMITS",
        ErrorType = "RATE_LIMIT",
        PolicyName = policy,
        RequestId = correlationId.Replace("-", "", StringComparison.Ordinal),
    }, 429) with
    { RetryAfter = retryAfter };

    public static CallResponse ServerError(int status, string correlationId) => Of(status, correlationId, "INTERNAL_ERROR", "internal error");

    /// <summary>The page of a gateway in front of HubSpot, which knows no JSON.</summary>
    public static CallResponse GatewayPage(int status)
    {
        var page = $"<!DOCTYPE html>\n<html><head><title>api.hubapi.com | {status}</title></head><body><h1>Error {status}</h1></body></html>\n";
        return new CallResponse(status, Encoding.UTF8.GetBytes(page)) { ContentType = "text/html; charset=UTF-8" };
    }

    public static CallResponse Of(int status, string correlationId, string category, string message) =>
        Of(new ErrorBody { Message = message, CorrelationId = correlationId, Category = category }, status);

    private static CallResponse Of(ErrorBody body, int status) => CallResponse.Json(status, body, WireJson.Readable.ErrorBody);
}
