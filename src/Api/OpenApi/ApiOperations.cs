using Api.Dashboard;
using Api.Reading;
using Api.Requests;
using Api.Responses;
using HubSpotUsers;

namespace Api.OpenApi;

/// <summary>Everything the API does.</summary>
internal static class ApiOperations
{
    private static readonly ApiParameter Key = new("header", IdempotencyKey.HeaderName, "Makes sending the request again harmless: the response is the one of the first time.", "0f8fad5b-d9cb-469f-a165-70867728950e");
    private static readonly ApiParameter Prefer = new("header", "Prefer", "respond-async puts the users onto the queue and responds at once (RFC 7240).", "respond-async");
    private static readonly ApiParameter Top = new("query", "top", "How many items at most: 1 to 1000, 100 by default.", "100") { Bounds = (1, Paging.MaxTop) };
    private static readonly ApiParameter Continuation = new("query", "continuation", "What the page before gave.", "100");
    private static readonly ApiParameter Day = new("query", "day", "The day, UTC, as yyyyMMdd.", "20261124") { Pattern = "^[0-9]{4}-?[0-9]{2}-?[0-9]{2}$" };
    private static readonly ApiParameter IfNoneMatch = new("header", "If-None-Match", "The tag of a response that the caller has: 304 when it has not changed.", "\"5d41402abc4b2a76b9719d911017c592\"");
    private static readonly ApiParameter Outcome = new("query", "outcome", "Which users, by what became of them: one or more of Created, Duplicate, Rejected, Unknown, DryRun, Pending and, for a line without a user, Faulty.", "Rejected,Unknown");
    private static readonly ApiParameter NeedsAttention = new("query", "needsAttention", "true for what a person must look at: Rejected, Unknown and Faulty.", "true");
    private static readonly ApiParameter Accept = new("header", "Accept", "text/csv or application/x-ndjson for a file with all of them.", "text/csv");
    private static readonly ApiResponse NotModified = new(304, "The response that the caller has is still current.", Content: null, ApiHeaders.ETag);
    private static readonly ApiResponse Taken = new(202, "The users went onto the queue.", ApiContent.Json(ApiExamples.Queued, HttpJson.Default.QueuedResponse), ApiHeaders.Location, ApiHeaders.PreferenceApplied);

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("post", "/users/batch", "CreateUsers", "Creates users at once, or through the queue when there are many or the caller prefers it.")
        {
            Description = "The response has one result for each user. Sent again with its Idempotency-Key, the request creates no user twice.",
            Parameters = [Key, Prefer],
            Bodies = [ApiContent.Json(ApiExamples.Request, HttpJson.Default.BatchCreateRequest)],
            Responses =
            [
                new(200, "All users were created, or HubSpot has all of them already.", ApiContent.Json(ApiExamples.Created, HttpJson.Default.UserBatchResponse)),
                Taken,
                new(207, "Some users were created, or may have been; each result says what became of its user.", ApiContent.Json(ApiExamples.Mixed, HttpJson.Default.UserBatchResponse), ApiHeaders.RetryAfter),
                ApiProblems.BadBody, ApiProblems.NoKey, ApiProblems.TooSlow, ApiProblems.Running, ApiProblems.TooLarge, ApiProblems.WrongType,
                new(422, "No user was created, and HubSpot refused at least one.", ApiContent.Json(ApiExamples.Rejected, HttpJson.Default.UserBatchResponse)),
                ApiProblems.OtherBody, ApiProblems.Failed, ApiProblems.Refused, ApiProblems.NotNow,
            ],
        },
        new("post", "/users/import", "ImportUsers", "Puts the users of a file of any size onto the queue while it is read; a faulty line does not stop the others.")
        {
            Parameters =
            [
                Key,
                new("query", "separator", "The separator of a CSV file: comma, semicolon, tab or pipe; determined from the header by default.", "semicolon"),
                new("query", "map", "What a column is: its header, or its number from 1, then a colon and the property; - leaves it out. May be given several times.", "Job Title:hs_job_title"),
                new("query", "sheet", "The sheet of a workbook; the first by default.", "Users"),
                new("query", "associate", "A record that every user is associated with, beside those of its own: TYPE:ID or CATEGORY:TYPE:ID, TYPE being HubSpot's number of the association type. May be given several times.", "5:1234"),
                new("query", "dryRun", "true only checks the file, and sends nothing.", "true"),
            ],
            Bodies =
            [
                ApiContent.Text("text/csv", ApiExamples.Csv), ApiContent.Text("application/x-ndjson", ApiExamples.JsonLines), ApiContent.Text("application/jsonl", ApiExamples.JsonLines),
                ApiContent.Json(ApiExamples.Request, HttpJson.Default.BatchCreateRequest),
            ],
            Responses =
            [
                new(200, "What a dry run found.", ApiContent.Json(ApiExamples.Check, HttpJson.Default.ImportCheck)),
                new(202, "The file was read to its end.", ApiContent.Json(ApiExamples.Import, HttpJson.Default.ImportResponse), ApiHeaders.Location),
                ApiProblems.BadBody, ApiProblems.NoKey, ApiProblems.TooSlow, ApiProblems.Running, ApiProblems.FileTooLarge, ApiProblems.WrongFile, ApiProblems.OtherBody, ApiProblems.Failed, ApiProblems.NoPlace,
            ],
        },
        new("get", "/users", "ListUsers", "Lists the users whose outcome is from a call of a day, newest first, as a page or as a file.")
        {
            Parameters = [Day, Outcome, NeedsAttention, Top, Continuation, Accept],
            Responses = [.. FileOf("A page of users, or all of them as a file."), ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.Failed],
        },
        new("post", "/users/find", "FindUsers", "Finds the outcomes of a person, by the account's unique property or the caller's trace id.")
        {
            Bodies = [ApiContent.Json(ApiExamples.Find, HttpJson.Default.FindRequest)],
            Responses = [new(200, "The users that are on record, the newest first, 1,000 at most.", ApiContent.Json(ApiExamples.Found, HttpJson.Default.FoundUsers)), ApiProblems.BadBody, ApiProblems.NoKey, ApiProblems.TooSlow, ApiProblems.TooLarge, ApiProblems.WrongType, ApiProblems.Failed, ApiProblems.Off],
        },
        new("get", "/users/{sourceId}", "GetUsers", "Returns the outcomes of the users of a message or request.")
        {
            Parameters = [new("path", "sourceId", "A producer's own id, a queue message's id or a request's.", "hr-4711"), Day, Top, Continuation, IfNoneMatch],
            Responses = [new(200, "Its users that are on record.", ApiContent.Json(ApiExamples.Users, HttpJson.Default.UserList), ApiHeaders.ETag), NotModified, ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.NotFound, ApiProblems.Failed],
        },
        new("get", "/requests", "ListRequests", "Lists the uploads of a day, newest first: requests that went through the queue.")
        {
            Parameters = [Day, new("query", "state", "Their state: Running, Open, Queued, Interrupted or Done.", "Done"), new("query", "needsAttention", "true for those with a user or a line that a person must look at.", "true"), Top, Continuation],
            Responses = [new(200, "A page of uploads.", ApiContent.Json(ApiExamples.Requests, HttpJson.Default.RequestList)), ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.Failed],
        },
        new("get", "/requests/{id}/users", "ListRequestUsers", "Lists the users of a request and the faulty lines of its file, as a page or as a file.")
        {
            Parameters = [new("path", "id", "The request's id.", ApiExamples.RequestId), Outcome, NeedsAttention, Top, Continuation, Accept],
            Responses = [.. FileOf("A page of users and lines, or all of them as a file."), ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.NotFound, ApiProblems.Unreadable, ApiProblems.Failed],
        },
        new("get", "/requests/{id}", "GetRequest", "Returns the progress of a request and the outcomes of its users.")
        {
            Parameters = [new("path", "id", "The request's id.", ApiExamples.RequestId), Top, Continuation, IfNoneMatch],
            Responses = [new(200, "How far it is.", ApiContent.Json(ApiExamples.Progress, HttpJson.Default.RequestView), ApiHeaders.ETag), NotModified, ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.NotFound, ApiProblems.Unreadable, ApiProblems.Failed],
        },
        new("get", "/batches", "GetBatches", "Lists the batches of a day, newest first.")
        {
            Parameters = [Day, new("query", "outcome", "Their outcome.", "Failed") { Values = typeof(BatchResult) }, Top, Continuation],
            Responses = [new(200, "A page of batches.", ApiContent.Json(ApiExamples.Batches, HttpJson.Default.BatchList)), ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.Failed],
        },
        new("get", "/batches/{id}", "GetBatch", "Returns the outcome of a batch and of its users.")
        {
            Parameters = [new("path", "id", "The batch's id.", ApiExamples.BatchId), IfNoneMatch],
            Responses = [new(200, "The batch with its users.", ApiContent.Json(ApiExamples.Detail, HttpJson.Default.BatchDetail), ApiHeaders.ETag), NotModified, ApiProblems.NoKey, ApiProblems.NotFound, ApiProblems.Failed],
        },
        .. ApiPoisonOperations.All,
        new("get", "/status", "GetStatus", "Returns the state of the app.")
        {
            Responses = [new(200, "What waits, at which rate it is processed, and what pauses it.", ApiContent.Json(ApiExamples.Status, HttpJson.Default.StatusView)), ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.Failed],
        },
        new("get", "/rights", "GetRights", "Checks the app's rights: its roles on tables and queues, and the scopes of its token.")
        {
            Responses = [new(200, "What it may do. Nothing was written, and HubSpot was sent no user.", ApiContent.Json(ApiExamples.Rights, HttpJson.Default.RightsView)), ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.Failed],
        },
        new("get", "/outcomes", "GetOutcomes", "Counts the users of the last hour by outcome, in steps of ten seconds.")
        {
            Responses = [new(200, "The steps in which users got an outcome.", ApiContent.Json(ApiExamples.Outcomes, HttpJson.Default.OutcomesView)), ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.Failed],
        },
        new("post", "/pause", "PauseSending", "Pauses sending in all processes; users wait on the queue until it is resumed.")
        {
            Responses = [new(200, "Sending is paused.", ApiContent.Json(ApiExamples.Paused, HttpJson.Default.ModeView)), ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.Failed],
        },
        new("post", "/resume", "ResumeSending", "Ends an operator's pause: the setting Processing:Mode applies again.")
        {
            Responses = [new(200, "The pause is over.", ApiContent.Json(ApiExamples.Resumed, HttpJson.Default.ModeView)), ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.PausedBySetting, ApiProblems.Failed],
        },
        new("get", "/dashboard", "GetDashboard", "The page that shows all this; it holds no data, and asks for the key itself.")
        {
            IsOpen = true,
            Parameters = [IfNoneMatch],
            Responses = [new(200, "A page in HTML.", ApiContent.Text(DashboardEndpoint.MediaType, "<!doctype html>"), ApiHeaders.ETag), NotModified, ApiProblems.BadParameter, ApiProblems.Failed],
        },
        new("get", "/openapi.json", "GetOpenApi", "This description.")
        {
            Parameters = [IfNoneMatch],
            Responses = [new(200, "An OpenAPI document.", new ApiContent(ApiResult.JsonType, typeof(object), new System.Text.Json.Nodes.JsonObject { ["openapi"] = ApiDocument.Version }), ApiHeaders.ETag), NotModified, ApiProblems.BadParameter, ApiProblems.NoKey, ApiProblems.Failed],
        },
        new("get", "/health", "GetHealth", "Returns whether the app is ready; needs no key.")
        {
            IsOpen = true,
            Responses =
            [
                new(200, "It is ready.", ApiContent.Json(ApiExamples.Ready, HttpJson.Default.HealthView)),
                ApiProblems.BadParameter,
                ApiProblems.Failed,
                new(503, "It is not, and why.", ApiContent.Json(ApiExamples.NotReady, HttpJson.Default.HealthView), ApiHeaders.RetryAfter),
            ],
        },
    ];

    private static IEnumerable<ApiResponse> FileOf(string description) =>
    [
        new(200, description, ApiContent.Json(ApiExamples.Lines, HttpJson.Default.UserPage)),
        new(200, "CSV, in which a cell that a spreadsheet would take for a formula begins with an apostrophe.", ApiContent.Text(UserExport.Csv, ApiExamples.CsvOfUsers), "Content-Disposition"),
        new(200, "JSON, an object a line.", ApiContent.Text(UserExport.JsonLines, ApiExamples.JsonLinesOfUsers), "Content-Disposition"),
    ];
}
