using HubSpotUsers.Files;
using HubSpotUsers.Messages;
using Microsoft.AspNetCore.Http;

namespace Api.Responses;

/// <summary>Turns what is wrong with a request into the response that says so.</summary>
internal static class Guarded
{
    /// <summary>Runs what responds to a request that takes no parameters in its query.</summary>
    public static Task<IResult> RunAsync(HttpRequest request, Func<Task<IResult>> response) => RunAsync(request, [], response);

    /// <summary>Runs what responds to a request.</summary>
    /// <param name="parameters">The parameters that its query may have.</param>
    /// <param name="response">Gives the response.</param>
    public static async Task<IResult> RunAsync(HttpRequest request, IReadOnlyList<string> parameters, Func<Task<IResult>> response)
    {
        try
        {
            QueryParameters.RefuseUnknown(request, [.. parameters]);
            return await response();
        }
        catch (RefusedException exception)
        {
            return ApiResult.Of(exception.Problem, exception.RetryAfter);
        }
        catch (InvalidMessageException exception)
        {
            var refused = exception.Reason is MessageFaultReason.TooManyInputs ? RefusedException.TooLarge($"{exception.Fault.Detail} users/import takes files of any size.") : RefusedException.BadRequest([exception.Fault]);
            return ApiResult.Of(refused.Problem);
        }
        catch (InvalidFileException exception)
        {
            return ApiResult.Of(RefusedException.BadRequest(exception.Faults).Problem);
        }
        catch (InvalidDataException)
        {
            return ApiResult.Of(new Problem("The body could not be read", StatusCodes.Status400BadRequest, "The body is not gzip, or it is cut off. Compress it again, or send it as it is."));
        }
        catch (BadHttpRequestException exception)
        {
            // The server found fault with the body while it was read: it ends too soon, comes too slowly, is too large.
            return ApiResult.Of(new Problem("The body could not be read", exception.StatusCode, "The body ended too soon, came too slowly or is too large. Send the request again."));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException && request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // No caller is left to read it.
            return ApiResult.Of(new Problem("The body could not be read", StatusCodes.Status400BadRequest, "The connection was closed before the body had been read."));
        }
    }
}
