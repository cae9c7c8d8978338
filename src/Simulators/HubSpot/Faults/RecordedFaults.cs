using System.Globalization;
using System.Text.Json.Nodes;
using Simulators.HubSpot.Api;
using Simulators.HubSpot.Limits;

namespace Simulators.HubSpot.Faults;

/// <summary>Refusals of whole calls in the forms that other integrations have recorded.</summary>
internal static class RecordedFaults
{
    private const string Exists = "Contact already exists";
    private const string ExistsWithId = $"{Exists}. Existing ID: {RecordedErrors.ExistingId}";

    public static IEnumerable<Fault> All =>
    [
        Fault.Before("conflict-without-id", "409 that names no record", strike => ErrorResponses.Of(409, strike.CorrelationId, "CONFLICT", Exists)),
        Fault.Before("conflict-as-text", "409 of plain text", _ => CallResponse.Text(409, Exists)),
        Fault.Before("conflict-as-text-with-id", "409 of plain text that names the record in the way", _ => CallResponse.Text(409, ExistsWithId)),
        Fault.Before("conflict-of-value-400", "400 saying that another record has the value", strike => ErrorResponses.Validation(strike.CorrelationId, RecordedErrors.TakenValue(strike))),
        Fault.Before("refusal-without-category", "400 with neither category nor correlation id", _ => Refusal("Invalid input JSON on line 1, column 12: unexpected input")),
        Fault.Before("refusal-by-index", "400 naming an input by its index only", _ => Refusal("Errors found processing batch update", Failures())),
        Fault.Before("refusal-of-repeated-ids", "400 for more than one input; a call of one passes", RepeatedIds) with { MinInputs = 2 },
        Fault.Before("html-400", "400 with a gateway's HTML page", _ => ErrorResponses.GatewayPage(400)),
        Fault.Before("status-429-daily-without-policy", "429 of the limit a day, named in the message only", strike => Limited(strike, "You have reached your DAILY limit.")),
        Fault.Before("status-429-reached", "429 of category RATE-LIMIT_REACHED", strike => Limited(strike, "You have reached your limit.", "RATE-LIMIT_REACHED")),
        Fault.Before("status-429-secondly-with-wait", "429 of the limit a second with Retry-After: 1", strike => Waiting(strike, RatePolicy.Secondly, TimeSpan.FromSeconds(1))),
        Fault.Before("status-429-rolling-with-absurd-wait", "429 of the rolling limit with Retry-After: 1500", strike => Waiting(strike, RatePolicy.Rolling, TimeSpan.FromSeconds(1500))),
        Fault.Before("unknown-response-before", "200 that says nothing but \"unknown response\"", _ => UnknownResponse()),
        Fault.After("unknown-response-after", "200 that says nothing but \"unknown response\"", (_, _) => UnknownResponse()),
    ];

    private static CallResponse UnknownResponse() => CallResponse.Json(200, new JsonObject { ["message"] = "unknown response" });

    private static CallResponse Refusal(string message, params ReadOnlySpan<(string Name, JsonNode Value)> more)
    {
        var body = new JsonObject { ["status"] = "error", ["message"] = message };
        foreach (var (name, value) in more)
        {
            body[name] = value;
        }

        return CallResponse.Json(400, body);
    }

    private static (string Name, JsonNode Value)[] Failures() =>
    [
        ("invalidEmails", new JsonArray()),
        ("failureMessages", new JsonArray(new JsonObject { ["index"] = 0, ["error"] = new JsonObject { ["status"] = "error", ["message"] = "INVALID_PROPERTY" } })),
    ];

    private static CallResponse RepeatedIds(FaultStrike strike) => ErrorResponses.Validation(
        strike.CorrelationId,
        $"Duplicate IDs found in batch input: [{string.Join(", ", Enumerable.Range(0, strike.Call.Body!.Inputs).Select(index => index.ToString(CultureInfo.InvariantCulture)))}]. IDs must be unique");

    private static CallResponse Limited(FaultStrike strike, string message, string category = "RATE_LIMITS") =>
        ErrorResponses.Of(429, strike.CorrelationId, category, message) with { RetryAfter = strike.Rule.RetryAfter };

    private static CallResponse Waiting(FaultStrike strike, string policy, TimeSpan wait) =>
        ErrorResponses.RateLimited(strike.CorrelationId, policy, strike.Rule.RetryAfter ?? wait);
}
