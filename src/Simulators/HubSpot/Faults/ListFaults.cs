using System.Text.Json.Nodes;
using Simulators.HubSpot.Api;

namespace Simulators.HubSpot.Faults;

/// <summary>Successful responses whose two lists do not account for every input exactly once.</summary>
internal static class ListFaults
{
    public static IEnumerable<Fault> All =>
    [
        Partly("missing-input-before", 1, "The first input is in neither list; it was not created", (_, regular) => regular),
        Fault.After("missing-input-after", "One created user is in neither list", (_, regular) => regular.Edit(HideFirst)),
        Fault.After("input-in-both-lists", "One created user is also named by an error", (_, regular) => NameFirstAsError(regular)),
        Partly("errors-in-201", 1, "The first input was refused, but the status is 201", (strike, regular) => Refuse(strike, regular, 201)),
        Partly("one-error-many-inputs", 3, "The first three inputs were refused, by one error", (strike, regular) => Refuse(strike, regular, 207)),
    ];

    private static Fault Partly(string name, int leftOut, string description, Func<FaultStrike, CallResponse, CallResponse> spoil) =>
        new(name, description, Application.Now, (strike, regular) => spoil(strike, regular!)) { LeftOut = leftOut };

    private static void HideFirst(JsonObject body)
    {
        if (body["results"] is JsonArray { Count: > 0 } results)
        {
            results.RemoveAt(0);
        }
    }

    private static CallResponse NameFirstAsError(CallResponse regular) =>
        regular.Edit(body => body.AddError(body.Results().Select(result => (string?)result["objectWriteTraceId"]).OfType<string>().Take(1))) with
        {
            Status = regular.IsSuccess ? 207 : regular.Status,
        };

    private static CallResponse Refuse(FaultStrike strike, CallResponse regular, int status) =>
        regular.Edit(body => body.AddError(strike.LeftOutTraceIds)) with { Status = regular.IsSuccess ? status : regular.Status };
}
