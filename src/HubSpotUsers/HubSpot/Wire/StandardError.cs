using System.Text.Json;

namespace HubSpotUsers.HubSpot.Wire;

/// <summary>An error of one input or several inside a batch response: HubSpot's schema <c>StandardError</c>. Every field may be missing.</summary>
public sealed record StandardError
{
    /// <summary>In practice always <c>error</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The id of this error instance.</summary>
    public string? Id { get; init; }

    /// <summary>The kind of error, such as <c>VALIDATION_ERROR</c> or <c>CONFLICT</c>.</summary>
    public string? Category { get; init; }

    /// <summary>A finer kind: a string in some versions, an object in others.</summary>
    public JsonElement? SubCategory { get; init; }

    /// <summary>What went wrong. May repeat property values, so it is never stored as it is: see <see cref="Responses.ErrorText"/>.</summary>
    public string? Message { get; init; }

    /// <summary>Details by name; <c>objectWriteTraceId</c> names the inputs, <c>existingId</c> the record in the way.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Context { get; init; }

    /// <summary>The inputs, where an error names them at its top instead of in <see cref="Context"/>.</summary>
    public IReadOnlyList<string>? ObjectWriteTraceId { get; init; }

    /// <summary>Related links by name.</summary>
    public IReadOnlyDictionary<string, string?>? Links { get; init; }

    /// <summary>Finer errors.</summary>
    public IReadOnlyList<ErrorDetail?>? Errors { get; init; }
}
