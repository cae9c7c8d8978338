using System.Text.Json.Nodes;
using Simulators.HubSpot.Api;
using Simulators.HubSpot.Users;

namespace Simulators.HubSpot.Faults;

/// <summary>Look-ups that get only a part of the response; other calls pass.</summary>
internal static class LookUpFaults
{
    public static IEnumerable<Fault> All =>
    [
        Fault.After("look-up-in-part", "207 in which an error names the first value of a look-up, which was not looked up", (strike, regular) => Spoil(strike, regular, isNamed: true)),
        Fault.After("look-up-in-part-nameless", "207 in which an error stands for the first value of a look-up without naming it", (strike, regular) => Spoil(strike, regular, isNamed: false)),
        Fault.After("look-up-without-values", "The records of a look-up show none of their properties", (strike, regular) =>
            strike.Call.Body?.Read is not null && regular.IsSuccess ? regular.Edit(HideValues) : regular),
    ];

    private static void HideValues(JsonObject body)
    {
        foreach (var record in body.Results())
        {
            record.Remove("properties");
        }
    }

    private static CallResponse Spoil(FaultStrike strike, CallResponse regular, bool isNamed) => strike.Call.Body?.Read is { Ids: [var id, ..] } read && regular.IsSuccess
        ? regular.Edit(body => Hide(body, read, id, isNamed)) with { Status = 207 }
        : regular;

    private static void Hide(JsonObject body, ReadRequest read, string id, bool isNamed)
    {
        foreach (var record in body.Results().Where(record => IsOf(record, read, id)).ToList())
        {
            record.Parent!.AsArray().Remove(record);
        }

        foreach (var error in body.Errors().Where(error => error["context"]?["ids"] is JsonArray).ToList())
        {
            var ids = error["context"]!["ids"]!.AsArray();
            ids.RemoveAll(known => (string?)known == id);
            if (ids.Count is 0)
            {
                error.Parent!.AsArray().Remove(error);
            }
        }

        body.AddError(new JsonObject
        {
            ["status"] = "error",
            ["category"] = "INTERNAL_ERROR",
            ["message"] = "There was a problem with the request",
            ["context"] = isNamed ? new JsonObject { ["ids"] = new JsonArray(id) } : new JsonObject(),
            ["links"] = new JsonObject(),
            ["errors"] = new JsonArray(),
        });
    }

    private static bool IsOf(JsonObject record, ReadRequest read, string id) => string.Equals(
        read.IdProperty is { } property ? (string?)record["properties"]?[property] : (string?)record["id"],
        id,
        StringComparison.OrdinalIgnoreCase);
}
