using System.Net;
using HubSpotUsers.Pausing;
using HubSpotUsers.Secrets;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>Judges responses and failures by whether HubSpot can have applied the call.</summary>
internal static class CallVerdicts
{
    /// <summary>HubSpot: locked, the record is being changed (HubSpot: Error handling).</summary>
    public const HttpStatusCode Locked = HttpStatusCode.Locked;

    /// <summary>HubSpot: the account is moving between data centres (HubSpot: Error handling).</summary>
    public const HttpStatusCode Migrating = (HttpStatusCode)477;

    private const HttpStatusCode TlsHandshakeFailed = (HttpStatusCode)525;
    private const HttpStatusCode InvalidCertificate = (HttpStatusCode)526;

    /// <summary>
    /// Judges a response without a success status, read as a whole. A page instead of HubSpot's JSON is a gateway's: it says nothing
    /// about inputs, as a 5xx does not, except that they are too large.
    /// </summary>
    public static CallVerdict Of(HttpResponseMessage response) =>
        Of(response.StatusCode) is CallVerdict.InputsRefused && response.StatusCode is not HttpStatusCode.RequestEntityTooLarge && ErrorBody.IsPage(response)
            ? CallVerdict.Ambiguous
            : Of(response.StatusCode);

    /// <summary>Judges a response without a success status by that status alone.</summary>
    public static CallVerdict Of(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity =>
            CallVerdict.InputsRefused,
        HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.UnsupportedMediaType =>
            CallVerdict.CallRefused,
        TlsHandshakeFailed or InvalidCertificate => CallVerdict.NotApplied,
        >= HttpStatusCode.InternalServerError => CallVerdict.Ambiguous,
        _ => CallVerdict.NotApplied,
    };

    /// <summary>Judges a call that ended without a response.</summary>
    public static CallVerdict Of(Exception exception) => exception switch
    {
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError,
        } => CallVerdict.NotApplied,

        // SocketsHttpHandler reports its ConnectTimeout as a cancellation caused by a time-out.
        OperationCanceledException { InnerException: TimeoutException } => CallVerdict.NotApplied,
        HubSpotTokenException or SendingPausedException or BrokenCircuitException => CallVerdict.NotApplied,
        _ => CallVerdict.Ambiguous,
    };

    /// <summary>Names a failure without repeating texts that may hold data.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        HttpRequestException http => $"{http.HttpRequestError} on the way to HubSpot",
        HubSpotTokenException or SendingPausedException => exception.Message,
        BrokenCircuitException => "HubSpot is not working at the moment: most calls failed",
        TimeoutRejectedException => "HubSpot did not answer in time",
        OperationCanceledException { InnerException: TimeoutException } => "HubSpot could not be reached in time",
        _ => exception.GetType().Name,
    };
}
