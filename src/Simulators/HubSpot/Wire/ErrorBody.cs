namespace Simulators.HubSpot.Wire;

/// <summary>The body of a response that refuses a whole call: <c>Error</c> in the specification, plus what rate limits add.</summary>
internal sealed record ErrorBody
{
    public string Status { get; init; } = "error";

    public required string Message { get; init; }

    public required string CorrelationId { get; init; }

    public required string Category { get; init; }

    public string? ErrorType { get; init; }

    public string? PolicyName { get; init; }

    public string? RequestId { get; init; }

    public IReadOnlyDictionary<string, string[]>? Context { get; init; }

    public IReadOnlyList<ErrorDetail>? Errors { get; init; }

    public IReadOnlyDictionary<string, string>? Links { get; init; }
}

/// <summary><c>ErrorDetail</c> in the specification.</summary>
internal sealed record ErrorDetail(string Message, IReadOnlyDictionary<string, string[]>? Context = null)
{
    public string? Code { get; init; }
}
