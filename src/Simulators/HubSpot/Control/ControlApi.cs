using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Simulators.HubSpot.Api;
using Simulators.HubSpot.Faults;

namespace Simulators.HubSpot.Control;

/// <summary>Steers the simulator from another process; see <see cref="HubSpotSimulator"/> for the addresses.</summary>
internal sealed class ControlApi(HubSpotSimulator simulator)
{
    private const int MostBytes = 1024 * 1024;

    public const string Root = "/_control";

    public async Task HandleAsync(HttpContext http)
    {
        var body = await BodyBytes.ReadAsync(http.Request, MostBytes);
        var reply = body is null ? ControlReply.Refused(413, "The body is too large.") : Reply(http.Request, body.Value);
        http.Response.StatusCode = reply.Status;
        if (reply.Json.Length > 0)
        {
            http.Response.ContentType = "application/json;charset=utf-8";
            await http.Response.Body.WriteAsync(reply.Json, http.RequestAborted);
        }
    }

    private ControlReply Reply(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        try
        {
            return Route(request, body);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return ControlReply.Refused(400, exception.Message);
        }
    }

    private ControlReply Route(HttpRequest request, ReadOnlyMemory<byte> body) => (request.Method, request.Path.Value?[Root.Length..]) switch
    {
        ("GET", "/summary") => ControlReply.Ok(simulator.Journal.Summarize(), ControlJson.Default.JournalSummary),
        ("GET", "/journal") => Calls(request),
        ("GET", "/records") => Records(request),
        ("DELETE", "/journal") => Do(simulator.Journal.Clear),
        ("DELETE", "/state") => Do(simulator.Reset),
        ("GET", "/settings") => ControlReply.Ok(simulator.Settings, ControlJson.Default.HubSpotSettings),
        ("PATCH", "/settings") => Patch(body),
        ("GET", "/faults") => ControlReply.Ok(simulator.Faults.Rules, ControlJson.Default.IReadOnlyListFaultRule),
        ("POST", "/faults") => AddFault(body),
        ("DELETE", "/faults") => Do(simulator.Faults.Clear),
        ("GET", "/faults/names") => ControlReply.Ok(FaultCatalogue.All, ControlJson.Default.IReadOnlyListFaultDescription),
        _ => ControlReply.Refused(404, $"There is no {request.Method} {request.Path}."),
    };

    private ControlReply Calls(HttpRequest request) =>
        ControlReply.Ok(Page(simulator.Journal.Calls, request, call => call.Sequence), ControlJson.Default.IReadOnlyListJournalCall);

    private ControlReply Records(HttpRequest request) =>
        ControlReply.Ok(Page(simulator.Journal.Created, request, user => user.Number), ControlJson.Default.IReadOnlyListCreatedUser);

    private ControlReply Patch(ReadOnlyMemory<byte> body)
    {
        simulator.Settings = SettingsPatch.Apply(simulator.Settings, body);
        return ControlReply.Ok(simulator.Settings, ControlJson.Default.HubSpotSettings);
    }

    private ControlReply AddFault(ReadOnlyMemory<byte> body)
    {
        var rule = JsonSerializer.Deserialize(body.Span, ControlJson.Default.FaultRule);
        simulator.Faults.Add(rule ?? throw new JsonException("A fault is a JSON object."));
        return ControlReply.Done;
    }

    private static ControlReply Do(Action action)
    {
        action();
        return ControlReply.Done;
    }

    private static IReadOnlyList<T> Page<T>(IReadOnlyList<T> items, HttpRequest request, Func<T, long> key)
    {
        var after = Number(request, "after", 0);
        return [.. items.Where(item => key(item) > after).Take((int)Number(request, "limit", 1000))];
    }

    private static long Number(HttpRequest request, string name, long otherwise) =>
        (string?)request.Query[name] is { Length: > 0 } text
            ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? Math.Min(number, int.MaxValue)
                : throw new ArgumentException($"{name} is a number, not '{text}'.", nameof(request))
            : otherwise;
}
