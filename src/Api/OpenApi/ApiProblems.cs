using Api.Health;
using Api.Requests;
using Api.Responses;
using HubSpotUsers.Messages;

namespace Api.OpenApi;

/// <summary>The responses that say what is wrong.</summary>
internal static class ApiProblems
{
    public static ApiResponse BadBody { get; } = Of(400, "The body, a header or a parameter is not valid; nothing was sent.", "The request is not valid", "Nothing was sent to HubSpot. Correct the fields named in errors and send the request again.", [new InputFault("/inputs/0/properties/hs_job_title", "A property value must be a string, a number or a boolean.")]);

    public static ApiResponse BadParameter { get; } = Of(400, "A parameter cannot be used.", "The request is not valid", "top must be a number from 1 to 1000.");

    public static ApiResponse NoKey { get; } = new(401, "The function key is missing or wrong. The Functions host refuses the call before the app sees it, so there is no body.", Content: null);

    public static ApiResponse NotManaged { get; } = Of(403, "The app does not read its poison queue.", "The poison queue is not managed over HTTP", "Poison:IsManaged is false: the app does not read its poison queue. Use the queue's own tools, as the runbook describes.");

    public static ApiResponse NotFound { get; } = Of(404, "There is nothing with this id.", "Not found", "There is no batch with this id.");

    public static ApiResponse TooSlow { get; } = Of(408, "The body came too slowly.", "The body could not be read", "The body ended too soon, came too slowly or is too large. Send the request again.");

    public static ApiResponse Running { get; } = Of(409, "A request with this key is being processed, or, without Retry-After, its record cannot be read.", "The request is being processed", "A request with this Idempotency-Key is under way. Send it again later to get its outcomes.", requestId: ApiExamples.RequestId, headers: ApiHeaders.RetryAfter);

    public static ApiResponse Unreadable { get; } = Of(409, "This version of the app cannot read the record of the request.", UnreadableRequest.Title, UnreadableRequest.Detail, requestId: ApiExamples.RequestId);

    public static ApiResponse PausedBySetting { get; } = Of(409, "The setting itself says Pause.", PauseEndpoint.PausedBySetting);

    public static ApiResponse TooLarge { get; } = Of(413, "The body is larger than a request may be.", "Request too large", "A JSON body may have at most 8388608 bytes. Send the users in several requests, through the queue, or to users/import.");

    public static ApiResponse FileTooLarge { get; } = Of(413, "The file is larger than it may be, unpacked.", "Request too large", "A file may have at most 4294967296 bytes, unpacked. Send its lines in several files.");

    public static ApiResponse WrongFile { get; } = Of(415, "The file has an unsupported type.", "Unsupported media type", $"Send the users as {HubSpotUsers.Files.UserFileKinds.Taken}.");

    public static ApiResponse WrongType { get; } = Of(415, "The body is of another type, or in another charset.", "Unsupported media type", "Send the users as application/json in UTF-8.");

    public static ApiResponse OtherBody { get; } = Of(422, "The key belongs to another request.", "The key belongs to another request", "A request with this Idempotency-Key and another body was sent before. Use a new key for every new request.");

    public static ApiResponse Failed { get; } = Of(500, "The function failed, for example because storage cannot be reached. Send the request again with its key to continue it.", Problem.Failed);

    public static ApiResponse Off { get; } = Of(501, "Finding persons is not enabled.", "Finding is disabled", "The account has no unique property: set HubSpot:UniqueProperty.");

    public static ApiResponse Refused { get; } = Of(502, "HubSpot refuses the app: its token, its scopes or the path. Nothing was created.", "HubSpot refuses the app: HTTP 403 MISSING_SCOPES", "HubSpot returned 403; nothing was created. The token lacks a scope, such as crm.objects.users.write; whoever runs the app must grant it.", requestId: ApiExamples.RequestId, headers: ApiHeaders.RetryAfter);

    public static ApiResponse NotNow { get; } = Of(503, "All users must wait, or the app is processing as many large bodies as it may at once; nothing was created.", "HubSpot cannot be called at the moment", "HubSpot returned 429; nothing was created. Send the request again later.", requestId: ApiExamples.RequestId, headers: ApiHeaders.RetryAfter);

    public static ApiResponse NoPlace { get; } = Of(503, "The maximum number of files is being read; nothing of this one was read.", "Too many imports at once", "The maximum number of files, or another workbook, is being read. Nothing of this one was sent; send it again later.", headers: ApiHeaders.RetryAfter);

    public static ApiResponse NoRoom { get; } = Of(503, "The app is processing as many large bodies as it may at once; this one was not read.", "Too many large requests at once", "The app is processing as many large bodies as it may at once. Nothing of this one was sent; send it again later, or its users in several requests.", headers: ApiHeaders.RetryAfter);

    private static ApiResponse Of(int status, string description, Problem problem) =>
        new(status, description, ApiContent.Json(problem, HttpJson.Default.Problem, ApiResult.ProblemType));

    private static ApiResponse Of(int status, string description, string title, string detail, IReadOnlyList<InputFault>? errors = null, string? requestId = null, params IReadOnlyList<string> headers) =>
        new(status, description, ApiContent.Json(new Problem(title, status, detail, errors, requestId), HttpJson.Default.Problem, ApiResult.ProblemType), headers);
}
