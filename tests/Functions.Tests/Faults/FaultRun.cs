using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;
using History;
using Hosting;
using HubSpotUsers.Messages;

namespace Functions.Tests.Faults;

/// <summary>One run: a queue, the messages sent to it, and the processes that work on them.</summary>
public sealed class FaultRun : IAsyncDisposable
{
    private readonly FaultEnvironment _environment;
    private readonly List<SentMessage> _sent = [];
    private readonly HashSet<string> _requests = new(StringComparer.Ordinal);
    private readonly List<FunctionAppProcess> _apps = [];
    private int _recordsBefore;

    private FaultRun(FaultEnvironment environment)
    {
        _environment = environment;
        Queue = new QueueDriver(new QueueServiceClient(environment.Local.Storage.ConnectionString), $"users-{Guid.NewGuid():N}");
        Tables = new TableServiceClient(environment.Local.Storage.ConnectionString);
        _recordsBefore = environment.HubSpot.Journal.Created.Count;
    }

    public QueueDriver Queue { get; }

    public string PoisonQueue => Queue.Name + "-poison";

    /// <summary>The tables, not through the proxy.</summary>
    public TableServiceClient Tables { get; }

    /// <summary>What all its processes wrote last.</summary>
    public IEnumerable<string> Output => _apps.SelectMany(app => app.Output);

    /// <summary>Settings of the processes to be started, beside the short times.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public static async Task<FaultRun> PrepareAsync(FaultEnvironment environment)
    {
        var run = new FaultRun(environment);
        await run.Queue.CreateAsync();

        // As the deployment does: a rule is to strike a write, not the response that the table is missing.
        foreach (var table in new[] { "HubSpotBatches", "HubSpotIntents", "HubSpotRequests", "HubSpotUsers" })
        {
            await run.Tables.CreateTableIfNotExistsAsync(table);
        }

        return run;
    }

    /// <summary>Begins a further case with the processes that run already: what was sent before is none of its business.</summary>
    public void BeginCase()
    {
        _sent.Clear();
        _recordsBefore = _environment.HubSpot.Journal.Created.Count;
        _environment.Storage.Clear();
        _environment.HubSpot.Faults.Clear();
    }

    /// <summary>Forgets the processes that have ended, and what they wrote.</summary>
    public async Task ForgetEndedAsync()
    {
        foreach (var ended in _apps.FindAll(app => app.HasExited))
        {
            _apps.Remove(ended);
            await ended.DisposeAsync();
        }
    }

    /// <summary>Has neither HubSpot nor the app know a property that tells users apart.</summary>
    public void WithoutUniqueProperty()
    {
        Settings["HubSpot__UniqueProperty"] = string.Empty;

        // A batch that runs out of time on a busy machine leaves a doubt that cannot be resolved.
        Settings["Ledger__IntentLifetime"] = "00:00:06";
        _environment.HubSpot.Settings = _environment.HubSpot.Settings with { UniqueProperty = string.Empty };
    }

    /// <summary>Sends a message of one input or many.</summary>
    public async Task<string> SendAsync(params IReadOnlyList<JsonObject> inputs)
    {
        var body = inputs is [var single] ? UserMessages.Text(single) : UserMessages.Of(inputs);
        var sent = await Queue.SendAsync(body);
        _sent.Add(new SentMessage(sent.MessageId, body));
        return sent.MessageId;
    }

    /// <summary>Sends a message of one input for each.</summary>
    public async Task SendAllAsync(IReadOnlyList<JsonObject> inputs)
    {
        List<string> bodies = [.. inputs.Select(UserMessages.Text)];
        var ids = await Queue.SendAllAsync(bodies);
        _sent.AddRange(ids.Zip(bodies, (id, body) => new SentMessage(id, body)));
    }

    /// <summary>Sends a message with its producer's key.</summary>
    public async Task SendWithIdAsync(string id, params IEnumerable<JsonObject> inputs)
    {
        var body = UserMessages.WithId(id, inputs);
        await Queue.SendAsync(body);
        _sent.Add(new SentMessage(id, body));
    }

    /// <summary>Puts users onto the poison queue as if they had been sent and had failed for a reason.</summary>
    public async Task PoisonAsync(string reason, params IReadOnlyList<JsonObject> inputs)
    {
        var (sourceId, body) = (Guid.NewGuid().ToString(), UserMessages.Of(inputs));
        await Queue.PoisonAsync(UserMessages.Poisoned(sourceId, reason, inputs));
        _sent.Add(new SentMessage(sourceId, body));
    }

    /// <summary>Puts a message onto the poison queue as the Functions host does, which drops its identity: its content is all there is to know it by.</summary>
    public async Task PoisonByHostAsync(JsonObject input)
    {
        var body = UserMessages.Text(input);
        await Queue.PoisonAsync(body);
        _sent.Add(new SentMessage(PoisonedMessage.Read(BinaryData.FromString(body), TimeProvider.System.GetUtcNow()).SourceId.Value, body));
    }

    /// <summary>Sends several messages of one user and one of many.</summary>
    public async Task SendSinglesAndManyAsync(int singles = 5, int many = 120)
    {
        foreach (var user in TestUser.Next(singles))
        {
            await SendAsync(user.ToInput());
        }

        await SendAsync([.. TestUser.Next(many).Select(user => user.ToInput())]);
    }

    /// <summary>Posts a request with an id, whose users are no part of what the end is checked for unless they come by the queue, too.</summary>
    public async Task<EndpointResponse> PostAsync(FunctionAppProcess app, string body)
    {
        // Its process may die before it responds.
        _requests.Add(JsonNode.Parse(body)!["id"]!.GetValue<string>());
        using var http = new HttpDriver(app.Address, _environment.Local.FunctionKey);
        return await http.PostAsync(body);
    }

    /// <summary>Starts a process.</summary>
    /// <param name="isDirect">Whether it works on the storage itself, not through the proxy.</param>
    public async Task<FunctionAppProcess> StartAppAsync(bool isDirect = false)
    {
        var settings = _environment.Local.AppSettings();
        settings["UsersQueue"] = Queue.Name;
        if (!isDirect)
        {
            settings["UsersStorage"] = _environment.Storage.Connection.ConnectionString;
        }

        foreach (var (name, value) in ShortTimes.Settings.Concat(Settings))
        {
            settings[name] = value;
        }

        var app = await TheApp.StartAsync(settings);
        _apps.Add(app);
        return app;
    }

    /// <summary>Kills its processes.</summary>
    public Task KillAsync() => Task.WhenAll(_apps.Where(app => !app.HasExited).Select(app => app.KillAsync()));

    /// <summary>Ends the leases of what was received through the proxy: of a dead process's messages, or of a living one's.</summary>
    public Task EndLeasesAsync() => DeadLeases.EndAsync(_environment.Storage, _environment.Local.Storage.ConnectionString);

    /// <summary>Waits until nothing is left to be done, and checks every promise.</summary>
    public async Task<RunEnd> EndAsync()
    {
        try
        {
            await Eventually.SeesAsync("a finished run", LeftAsync, left => left is (0, 0, 0));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{exception.Message}\n{Log()}", exception);
        }

        var facts = await FactsAsync();
        var result = Invariants.Check(facts, isOver: true);
        Assert.True(result.Holds, string.Join('\n', [.. result.Violations.Select(violation => $"{violation.Invariant}: {violation.Detail}"), Log()]));
        return new RunEnd(facts, Log());
    }

    public async Task<HistoryFacts> FactsAsync() =>
        await new HistoryReader(_environment.Local.Storage.ConnectionString, Queue.Name, _environment.HubSpot, _recordsBefore)
            .ReadAsync(_sent, _requests.Except(_sent.Select(message => message.SourceId)).ToHashSet(StringComparer.Ordinal), [TestUser.Marker, .. _environment.HubSpot.Settings.AcceptedTokens], Output, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        Queue.Dispose();
    }

    private string Log() => string.Join('\n', _apps.SelectMany((app, number) => app.Output.TakeLast(60).Select(line => $"app {number}: {line}")));

    /// <summary>Intents are counted when no message is left: each look is at the cost of those at work.</summary>
    private async Task<(int Messages, int? Intents, int LateCalls)> LeftAsync() => await Queue.CountAsync() is var messages and > 0
        ? (messages, null, _environment.HubSpot.LateCalls)
        : (0, await Tables.GetTableClient("HubSpotIntents").QueryAsync<TableEntity>().CountAsync(), _environment.HubSpot.LateCalls);
}
