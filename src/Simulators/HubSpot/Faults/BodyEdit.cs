using System.Text;
using System.Text.Json.Nodes;
using Simulators.HubSpot.Api;

namespace Simulators.HubSpot.Faults;

/// <summary>Changes the JSON of a successful response; an error response stays as it is.</summary>
internal static class BodyEdit
{
    public static CallResponse Edit(this CallResponse response, Action<JsonObject> change)
    {
        if (!response.IsSuccess || JsonNode.Parse(response.Body.Span) is not JsonObject body)
        {
            return response;
        }

        change(body);
        return response with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }

    /// <summary>The items of <c>results</c>, or none.</summary>
    public static IEnumerable<JsonObject> Results(this JsonObject body) => body["results"] is JsonArray results ? results.OfType<JsonObject>() : [];

    /// <summary>The items of <c>errors</c>, or none.</summary>
    public static IEnumerable<JsonObject> Errors(this JsonObject body) => body["errors"] is JsonArray errors ? errors.OfType<JsonObject>() : [];

    /// <summary>Adds an error that names these inputs, and counts it.</summary>
    public static void AddError(this JsonObject body, IEnumerable<string> traceIds) => body.AddError(new JsonObject
    {
        ["status"] = "error",
        ["category"] = "VALIDATION_ERROR",
        ["message"] = "The input was refused",
        ["context"] = new JsonObject { ["objectWriteTraceId"] = new JsonArray([.. traceIds.Select(id => (JsonNode)id)]) },
        ["links"] = new JsonObject(),
        ["errors"] = new JsonArray(),
    });

    /// <summary>Adds an error, and counts it.</summary>
    public static void AddError(this JsonObject body, JsonObject error)
    {
        if (body["errors"] is not JsonArray errors)
        {
            body["errors"] = errors = [];
        }

        errors.Add((JsonNode)error);
        body["numErrors"] = errors.Count;
    }
}
