using System.Net;
using System.Text.Json.Nodes;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;
using Testing.Fakes;

namespace Testing.Builders;

/// <summary>Builds HubSpot's responses.</summary>
internal static class HubSpotResponses
{
    public static CallResult Of(BatchResponse response) =>
        new() { Outcome = CallOutcome.Processed, HttpStatus = HttpStatusCode.MultiStatus, Response = response };

    public static CallResult Complete(IEnumerable<UserRecord> results, params StandardError[] errors) =>
        Of(new BatchResponse { Status = "COMPLETE", Results = [.. results], Errors = errors });

    public static CallResult Refused(HttpStatusCode status, ApiError? error) =>
        new() { Outcome = CallOutcome.InputsRefused, HttpStatus = status, Error = error };

    public static UserRecord Record(string? id, string? traceId = null, params (string Name, string? Value)[] properties) => new()
    {
        Id = id,
        ObjectWriteTraceId = traceId,
        Properties = properties.ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal),
    };

    public static StandardError Error(string category, string message, params string[] traceIds) => new()
    {
        Status = "error",
        Category = category,
        Message = message,
        Context = Context(("objectWriteTraceId", traceIds)),
    };

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Context(params (string Name, string[] Values)[] entries) =>
        entries.ToDictionary(entry => entry.Name, IReadOnlyList<string> (entry) => entry.Values, StringComparer.Ordinal);

    public static IReadOnlyList<string> TraceIds(SentRequest request) =>
        [.. JsonNode.Parse(request.Body)!["inputs"]!.AsArray().Select(input => input!["objectWriteTraceId"]!.GetValue<string>())];

    /// <summary>Says that every user of a request was created, with ids that begin at <paramref name="firstId"/>, last one first.</summary>
    public static HttpResponseMessage AllCreated(SentRequest request, int firstId = 1000)
    {
        var results = TraceIds(request)
            .Select((traceId, index) => $$"""{"id":"{{firstId + index}}","objectWriteTraceId":"{{traceId}}","properties":{},"archived":false}""")
            .Reverse();
        return StubHubSpot.Json(HttpStatusCode.Created, $$"""{"status":"COMPLETE","results":[{{string.Join(',', results)}}]}""");
    }

    /// <summary>Says the same of every user: refused.</summary>
    public static HttpResponseMessage AllFailed(SentRequest request, string category, string message)
    {
        var traceIds = string.Join(',', TraceIds(request).Select(traceId => $"\"{traceId}\""));
        return StubHubSpot.Json(
            HttpStatusCode.MultiStatus,
            $$$"""{"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"status":"error","category":"{{{category}}}","message":"{{{message}}}","context":{"objectWriteTraceId":[{{{traceIds}}}]}}]}""");
    }

    /// <summary>Refuses the users with a text in them, and says that the others were created.</summary>
    public static HttpResponseMessage CreatedExcept(SentRequest request, string text)
    {
        var inputs = JsonNode.Parse(request.Body)!["inputs"]!.AsArray().ToLookup(
            input => input!["properties"]!.ToJsonString().Contains(text, StringComparison.Ordinal),
            input => input!["objectWriteTraceId"]!.ToJsonString());
        var results = inputs[false].Select((traceId, index) => $$"""{"id":"{{2000 + index}}","objectWriteTraceId":{{traceId}},"properties":{},"archived":false}""");
        return StubHubSpot.Json(
            HttpStatusCode.MultiStatus,
            $$$"""{"status":"COMPLETE","results":[{{{string.Join(',', results)}}}],"numErrors":1,"errors":[{"status":"error","category":"VALIDATION_ERROR","message":"No","context":{"objectWriteTraceId":[{{{string.Join(',', inputs[true])}}}]}}]}""");
    }

    /// <summary>The values a look-up asks for.</summary>
    public static IReadOnlyList<string> Values(SentRequest request) =>
        [.. JsonNode.Parse(request.Body)!["inputs"]!.AsArray().Select(input => input!["id"]!.GetValue<string>())];

    /// <summary>Responds to a look-up: which of the users asked for HubSpot has, and since when.</summary>
    public static HttpResponseMessage Found(DateTimeOffset createdAt, params IEnumerable<string> emails)
    {
        var results = emails.Select(email => $$$"""{"id":"id-{{{email}}}","createdAt":"{{{createdAt:O}}}","properties":{"hs_email":"{{{email}}}"}}""");
        return StubHubSpot.Json(HttpStatusCode.OK, $$"""{"status":"COMPLETE","results":[{{string.Join(',', results)}}]}""");
    }
}
