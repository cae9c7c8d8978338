using System.Globalization;
using System.Text.Json.Nodes;
using Simulators.HubSpot.Api;
using Simulators.HubSpot.Users;

namespace Simulators.HubSpot.Faults;

/// <summary>Successful responses that say something odd.</summary>
internal static class BodyFaults
{
    private const string TraceId = "objectWriteTraceId";
    private const int HugeBytes = 32 * 1024 * 1024;

    private static readonly string[] OddStatuses = ["PENDING", "PROCESSING", "CANCELED", "CANCELLED"];

    public static IEnumerable<Fault> All =>
    [
        .. OddStatuses.SelectMany(status => SilentPair($"status-{status}", $"201 with status {status} and no results", status)),
        .. SilentPair("empty-both-lists", "201 with status COMPLETE, no results and no errors", "COMPLETE"),
        Fault.After("without-trace-ids", "No result and no error carries a trace id", (_, regular) => regular.Edit(RemoveTraceIds)),
        Fault.After("repeated-trace-ids", "All results carry the first one's trace id", (_, regular) => regular.Edit(RepeatTraceIds)),
        Fault.After("unknown-trace-ids", "The results carry trace ids that were never sent", (_, regular) => regular.Edit(InventTraceIds)),
        Fault.After("cut-trace-ids", "The errors name their inputs by the beginnings of trace ids", (_, regular) => regular.Edit(CutTraceIds)),
        Fault.After("unknown-fields", "The response has unknown fields", (_, regular) => regular.Edit(AddUnknownFields)),
        Fault.After("code-200", "200 instead of 201 or 207", (_, regular) => regular.IsSuccess ? regular with { Status = 200 } : regular),
        Fault.After("huge-body", "The response has megabytes of padding", (strike, regular) =>
            regular.Edit(body => body["padding"] = new string('x', strike.Rule.Bytes ?? HugeBytes))),
    ];

    private static Fault[] SilentPair(string name, string description, string status) =>
    [
        Fault.Before(name + "-before", description, strike => Silent(strike, status)),
        Fault.After(name + "-after", description, (strike, regular) => regular.IsSuccess ? Silent(strike, status) : regular),
    ];

    private static CallResponse Silent(FaultStrike strike, string status)
    {
        var receivedAt = strike.Call.Entry.ReceivedAt;
        return BatchResponseBuilder.Of(201, strike.Call, [], [], receivedAt, receivedAt).Edit(body => body["status"] = status);
    }

    private static void RemoveTraceIds(JsonObject body)
    {
        foreach (var carrier in body.Results().Concat(body.Errors().Select(error => error["context"]).OfType<JsonObject>()))
        {
            carrier.Remove(TraceId);
        }
    }

    private static void RepeatTraceIds(JsonObject body)
    {
        var first = body.Results().Select(result => (string?)result[TraceId]).FirstOrDefault(traceId => traceId is not null);
        foreach (var result in body.Results())
        {
            result[TraceId] = first;
        }
    }

    private static void InventTraceIds(JsonObject body)
    {
        foreach (var (index, result) in body.Results().Index())
        {
            result[TraceId] = string.Create(CultureInfo.InvariantCulture, $"unknown-trace-id-{index}");
        }
    }

    private static void CutTraceIds(JsonObject body)
    {
        foreach (var texts in body.Errors().Select(error => error["context"]?[TraceId]).OfType<JsonArray>())
        {
            for (var index = 0; index < texts.Count; index++)
            {
                texts[index] = ((string)texts[index]!)[..8];
            }
        }
    }

    private static void AddUnknownFields(JsonObject body)
    {
        foreach (var carrier in body.Results().Concat(body.Errors()).Prepend(body))
        {
            carrier["newField"] = new JsonObject { ["nested"] = new JsonArray(1, null, "text") };
            carrier["newFlag"] = true;
        }
    }
}
