using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Simulators.HubSpot;

namespace Functions.Tests.Simulators.HubSpot;

/// <summary>A HubSpot simulator on a fake clock, and a client that calls it.</summary>
public sealed class SimulatedAccount : IAsyncDisposable
{
    public const string Token = "simulated-token";
    public const string V3 = "crm/v3/objects/users";
    public const string Dated = "crm/objects/2026-03/users";

    private SimulatedAccount(HubSpotSimulator simulator, FakeTimeProvider time)
    {
        Simulator = simulator;
        Time = time;
        Client = new HttpClient { BaseAddress = simulator.BaseAddress };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public HubSpotSimulator Simulator { get; }

    public FakeTimeProvider Time { get; }

    public HttpClient Client { get; }

    public static async Task<SimulatedAccount> StartAsync(HubSpotSettings? settings = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
        return new SimulatedAccount(await HubSpotSimulator.StartAsync(new HubSpotSimulatorOptions { Settings = settings ?? new() }, time), time);
    }

    public static JsonObject Input(string email, string? traceId = null, params (string Name, string Value)[] more)
    {
        var properties = new JsonObject { ["hs_email"] = email };
        foreach (var (name, value) in more)
        {
            properties[name] = value;
        }

        var input = new JsonObject { ["properties"] = properties, ["associations"] = new JsonArray() };
        if (traceId is not null)
        {
            input["objectWriteTraceId"] = traceId;
        }

        return input;
    }

    /// <summary>Inputs with the trace ids t1, t2, … and e-mail addresses of the same numbers.</summary>
    public static JsonObject[] Inputs(int count) => [.. Enumerable.Range(1, count).Select(n => Input($"u{n}@example.com", $"t{n}"))];

    public Task<SimulatedResponse> CreateAsync(params JsonObject[] inputs) => CreateAtAsync(V3, inputs);

    public Task<SimulatedResponse> CreateAtAsync(string root, params JsonObject[] inputs) =>
        PostAsync($"{root}/batch/create", new JsonObject { ["inputs"] = new JsonArray([.. inputs]) }.ToJsonString());

    public Task<SimulatedResponse> ReadAsync(string root, string? idProperty, params string[] ids)
    {
        var body = new JsonObject
        {
            ["inputs"] = new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = id })]),
            ["properties"] = new JsonArray("hs_email", "hs_job_title"),
            ["propertiesWithHistory"] = new JsonArray(),
        };
        if (idProperty is not null)
        {
            body["idProperty"] = idProperty;
        }

        return PostAsync($"{root}/batch/read", body.ToJsonString());
    }

    public async Task<SimulatedResponse> PostAsync(string path, string body, string mediaType = "application/json", CancellationToken cancellationToken = default)
    {
        using var content = new StringContent(body, Encoding.UTF8, mediaType);
        return await SimulatedResponse.ReadAsync(await Client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken));
    }

    public async Task<SimulatedResponse> GetAsync(string path) =>
        await SimulatedResponse.ReadAsync(await Client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute)));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Simulator.DisposeAsync();
    }
}
