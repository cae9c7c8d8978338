using System.Net;
using HubSpotUsers.Pausing;
using HubSpotUsers.Secrets;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>Determines the outcome of a call from its response or failure: whether HubSpot can have applied it.</summary>
internal static class CallOutcomes
{
    /// <summary>HubSpot: locked, the record is being changed (HubSpot: Error handling).</summary>
    public const HttpStatusCode Locked = HttpStatusCode.Locked;

    /// <summary>HubSpot: the account is moving between data centres (HubSpot: Error handling).</summary>
    public const HttpStatusCode Migrating = (HttpStatusCode)477;

    private const HttpStatusCode TooEarly = (HttpStatusCode)425;
    private const HttpStatusCode TlsHandshakeFailed = (HttpStatusCode)525;
    private const HttpStatusCode InvalidCertificate = (HttpStatusCode)526;

    /// <summary>
    /// Determines the outcome of a response without a success status from its status and body. An HTML page instead of HubSpot's JSON comes
    /// from a gateway: like a 5xx, it says nothing about the inputs, except that they are too large.
    /// </summary>
    public static CallOutcome Of(HttpResponseMessage response) =>
        Of(response.StatusCode) is CallOutcome.InputsRefused && response.StatusCode is not HttpStatusCode.RequestEntityTooLarge && ErrorBodyReader.IsPage(response)
            ? CallOutcome.Ambiguous
            : Of(response.StatusCode);

    /// <summary>
    /// Determines the outcome of a response without a success status from that status alone. A refusal that is not about the moment comes
    /// again whenever the same is sent, whatever its status: then the app is refused, or an input.
    /// </summary>
    public static CallOutcome Of(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity =>
            CallOutcome.InputsRefused,
        HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout or Locked or TooEarly or HttpStatusCode.TooManyRequests or Migrating
            or TlsHandshakeFailed or InvalidCertificate => CallOutcome.NotApplied,
        >= HttpStatusCode.InternalServerError => CallOutcome.Ambiguous,
        >= HttpStatusCode.MultipleChoices => CallOutcome.CallRefused,
        _ => CallOutcome.Ambiguous,
    };

    /// <summary>Determines the outcome of a call that ended without a response.</summary>
    public static CallOutcome Of(Exception exception) => exception switch
    {
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError,
        } => CallOutcome.NotApplied,

        // SocketsHttpHandler reports its ConnectTimeout as a cancellation caused by a time-out.
        OperationCanceledException { InnerException: TimeoutException } => CallOutcome.NotApplied,
        HubSpotTokenException or SendingPausedException or BrokenCircuitException => CallOutcome.NotApplied,
        _ => CallOutcome.Ambiguous,
    };

    /// <summary>Names a failure without repeating texts that may hold data.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        HttpRequestException http => $"{http.HttpRequestError} on the way to HubSpot",
        HubSpotTokenException or SendingPausedException => exception.Message,
        BrokenCircuitException => "HubSpot is not working at the moment: most calls failed",
        TimeoutRejectedException => "HubSpot did not respond in time",
        OperationCanceledException { InnerException: TimeoutException } => "HubSpot could not be reached in time",
        _ => exception.GetType().Name,
    };
}
