using System.Net;
using HubSpotUsers.Control;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.HubSpot;

/// <summary>What came back from one call to HubSpot, after whatever retries were safe.</summary>
public sealed record CallResult
{
    /// <summary>What it means for the inputs.</summary>
    public required CallVerdict Verdict { get; init; }

    /// <summary>The status of the last answer; null when none came.</summary>
    public HttpStatusCode? HttpStatus { get; init; }

    /// <summary>The answer's body, when <see cref="Verdict"/> is <see cref="CallVerdict.Answered"/>.</summary>
    public BatchResponse? Response { get; init; }

    /// <summary>The error's body, when the answer had one that could be read.</summary>
    public ApiError? Error { get; init; }

    /// <summary>HubSpot's id of the call; support asks for it.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What went wrong on the way, when no usable answer came; free of personal data.</summary>
    public string? Trouble { get; init; }

    /// <summary>What kept the call from being made; null when it was made.</summary>
    public Pause? HeldBy { get; init; }

    /// <summary>The earliest time at which another try makes sense, when the call was not applied; null when any time may do.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
