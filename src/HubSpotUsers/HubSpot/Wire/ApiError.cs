using System.Text.Json;

namespace HubSpotUsers.HubSpot.Wire;

/// <summary>The body of a refused call: HubSpot's schema <c>Error</c> and the fields rate limits add. Every field may be missing.</summary>
internal sealed record ApiError
{
    /// <summary>In practice always <c>error</c>.</summary>
    public string? Status { get; init; }

    /// <summary>What went wrong. May repeat property values, so it is never stored as it is: see <see cref="Responses.ErrorText"/>.</summary>
    public string? Message { get; init; }

    /// <summary>HubSpot's id of the call; support asks for it.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The kind of error, such as <c>VALIDATION_ERROR</c>, <c>RATE_LIMITS</c> or <c>MISSING_SCOPES</c>.</summary>
    public string? Category { get; init; }

    /// <summary>A finer kind: a string in some versions, an object in others.</summary>
    public JsonElement? SubCategory { get; init; }

    /// <summary>Details by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Context { get; init; }

    /// <summary>Related links by name.</summary>
    public IReadOnlyDictionary<string, string?>? Links { get; init; }

    /// <summary>Finer errors; <c>context.requiredGranularScopes</c> names missing scopes.</summary>
    public IReadOnlyList<ErrorDetail?>? Errors { get; init; }

    /// <summary>The kind of limit that was reached, such as <c>RATE_LIMIT</c>.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The limit that was reached: <c>TEN_SECONDLY_ROLLING</c>, <c>SECONDLY</c> or <c>DAILY</c>.</summary>
    public string? PolicyName { get; init; }

    /// <summary>The group of limits that was reached.</summary>
    public string? GroupName { get; init; }

    /// <summary>HubSpot's id of the request.</summary>
    public string? RequestId { get; init; }
}
