using System.Globalization;
using System.Text.Json.Nodes;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Faults;

/// <summary>Errors of single inputs, and results, in the forms that other integrations have recorded.</summary>
internal static class RecordedErrors
{
    /// <summary>The record that conflicts name.</summary>
    public const string ExistingId = "100001";

    private const string TraceId = "objectWriteTraceId";

    public static IEnumerable<Fault> All =>
    [
        Partly("conflict-of-value-207", 1, "The first input is refused since another record has its value", AddTakenValue),
        Partly("conflict-by-code-207", 1, "The first input is refused with the code of a conflict", AddConflictCode),
        Partly("nameless-errors-for-all", int.MaxValue, "Every input is refused by an error that names none", (strike, body) => AddNameless(body, strike.Call.Body!.Inputs)),
        Partly("nameless-errors-for-some", 2, "The first two inputs are refused by errors that name none", (_, body) => AddNameless(body, 2)),
        Partly("nameless-errors-too-few", 3, "The first three inputs are refused by one error that names none", (_, body) => AddNameless(body, 1)),
        Partly("nameless-errors-too-many", 1, "The first input is refused by two errors that name none", (_, body) => AddNameless(body, 2)),
        Partly("trace-ids-in-one-text", 3, "The first three inputs are refused by one error, their trace ids in one text", AddJoinedTraceIds),
        Partly("trace-id-at-the-top", 1, "The first input is refused by an error without a context", AddTopTraceId),
        Partly("odd-kinds", 1, "The first input is refused, and many fields are of other kinds than the schema says", MakeOdd),
        Fault.After("results-without-marks", "Results are reversed, and have neither trace ids nor times nor a status", (_, regular) => regular.Edit(RemoveMarks)),
        Fault.After("status-PENDING-with-results", "The status is PENDING although all results are there", (_, regular) => regular.Edit(body => body["status"] = "PENDING")),
    ];

    /// <summary>HubSpot's sentence about a unique value of the first input that another record has.</summary>
    public static string TakenValue(FaultStrike strike)
    {
        var property = strike.Call.Settings.UniqueProperty;
        var value = strike.Call.Body!.Creates[0].Properties.GetValueOrDefault(property);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Cannot set PropertyValueCoordinates{{portalId={Portal.Id}, objectTypeId=0-115, propertyName={property}, value={value}}} on 987654321. {ExistingId} already has that value.");
    }

    private static Fault Partly(string name, int leftOut, string description, Action<FaultStrike, JsonObject> change) =>
        new(name, description, Application.Now, (strike, regular) => regular!.Edit(body => change(strike, body)) with
        {
            Status = regular!.IsSuccess ? 207 : regular.Status,
        })
        { LeftOut = leftOut };

    private static void AddTakenValue(FaultStrike strike, JsonObject body) => body.AddError(Error(TakenValue(strike), Context(strike)));

    private static void AddConflictCode(FaultStrike strike, JsonObject body)
    {
        var error = Error("Property values were not valid", Context(strike));
        error["errors"] = new JsonArray(new JsonObject
        {
            ["message"] = "The value is taken",
            ["code"] = "CONFLICTING_UNIQUE_VALUE",
            ["context"] = new JsonObject { ["propertyName"] = new JsonArray(strike.Call.Settings.UniqueProperty) },
        });
        body.AddError(error);
    }

    private static void AddNameless(JsonObject body, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            body.AddError(Error(string.Create(CultureInfo.InvariantCulture, $"{number} is not a valid ID"), []));
        }
    }

    private static void AddJoinedTraceIds(FaultStrike strike, JsonObject body) =>
        body.AddError(Error("The inputs were refused", new JsonObject { [TraceId] = string.Join(", ", strike.LeftOutTraceIds) }));

    private static void AddTopTraceId(FaultStrike strike, JsonObject body)
    {
        var error = Error("The input was refused", []);
        error.Remove("context");
        error[TraceId] = strike.LeftOutTraceIds.FirstOrDefault();
        body.AddError(error);
    }

    private static void MakeOdd(FaultStrike strike, JsonObject body)
    {
        var error = Error("The input was refused", Context(strike));
        error["links"] = "none";
        error["errors"] = new JsonArray("a text", new JsonObject { ["message"] = "A detail", ["context"] = "{missingScopes=[scope1, scope2]}" }, 7);
        body.AddError(error);
        body["numErrors"] = 4_294_967_296;
        body["links"] = new JsonArray();
        foreach (var result in body.Results())
        {
            result["archived"] = "no";
            result["warnings"] = 0;
            result["propertiesWithHistory"] = new JsonArray();
        }
    }

    private static void RemoveMarks(JsonObject body)
    {
        List<JsonObject> results = [.. body.Results()];
        foreach (var result in results)
        {
            result.Remove(TraceId);
            result.Remove("createdAt");
            result.Remove("updatedAt");
        }

        body["results"] = new JsonArray([.. results.AsEnumerable().Reverse().Select(result => result.DeepClone())]);
        body.Remove("status");
    }

    private static JsonObject Error(string message, JsonObject context) => new()
    {
        ["status"] = "error",
        ["category"] = "VALIDATION_ERROR",
        ["message"] = message,
        ["context"] = context,
        ["links"] = new JsonObject(),
        ["errors"] = new JsonArray(),
    };

    private static JsonObject Context(FaultStrike strike) =>
        new() { [TraceId] = new JsonArray([.. strike.LeftOutTraceIds.Select(id => (JsonNode)id)]) };
}
