using System.Net;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Pausing;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>What came back from one call to HubSpot, after whatever retries were safe.</summary>
internal sealed record CallResult
{
    /// <summary>What the call came to for the inputs.</summary>
    public required CallOutcome Outcome { get; init; }

    /// <summary>The status of the last response; null when none came.</summary>
    public HttpStatusCode? HttpStatus { get; init; }

    /// <summary>The response's body, when <see cref="Outcome"/> is <see cref="CallOutcome.Processed"/>.</summary>
    public BatchResponse? Response { get; init; }

    /// <summary>The error's body, when the response had one that could be read.</summary>
    public ApiError? Error { get; init; }

    /// <summary>HubSpot's id of the call; support asks for it.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What went wrong on the way, when no usable response came; free of personal data.</summary>
    public string? Trouble { get; init; }

    /// <summary>What kept the call from being made; null when it was made.</summary>
    public Pause? HeldBy { get; init; }

    /// <summary>The earliest time at which another attempt makes sense, when the call was not applied; null when any time may do.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}

/// <summary>The outcome of a call to HubSpot, as far as its inputs are concerned.</summary>
public enum CallOutcome
{
    /// <summary>A 2xx response that can be read: its body says what became of each input.</summary>
    Processed,

    /// <summary>HubSpot refused the call because of its inputs (400, 409, 413, 422); nothing was created.</summary>
    InputsRefused,

    /// <summary>
    /// The call was refused (403, 404, 405, 415 and every other 3xx or 4xx that is not about the moment), by HubSpot or by something in front
    /// of it, for the app's rights or settings or for what is in one of its inputs; nothing was created.
    /// </summary>
    CallRefused,

    /// <summary>The call was certainly not applied, for a reason that has nothing to do with its inputs; it may be sent again.</summary>
    NotApplied,

    /// <summary>It is unknown whether the call was applied: it must never be sent again blindly.</summary>
    Ambiguous,
}
