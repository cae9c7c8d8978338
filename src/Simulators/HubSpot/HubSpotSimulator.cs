using Microsoft.AspNetCore.Http;
using Simulators.Hosting;
using Simulators.HubSpot.Api;
using Simulators.HubSpot.Control;
using Simulators.HubSpot.Faults;
using Simulators.HubSpot.Journaling;
using Simulators.HubSpot.Limits;
using Simulators.HubSpot.Users;

namespace Simulators.HubSpot;

/// <summary>
/// A stand-in for HubSpot's users API: <c>batch/create</c>, <c>batch/read</c>, <c>GET {id}</c> and the paged list below
/// <c>crm/v3/objects/users</c> and <c>crm/objects/2026-03/users</c>, their properties, and what a token may do, with HubSpot's limits, errors and chosen faults.
/// </summary>
/// <remarks>
/// Another process steers it with JSON below <c>/_control</c>: <c>GET summary</c>, <c>GET journal?after=&amp;limit=</c>,
/// <c>GET records?after=&amp;limit=</c>, <c>GET</c> and <c>PATCH settings</c> (only what changes), <c>GET</c>, <c>POST</c> (one
/// <see cref="FaultRule"/>) and <c>DELETE faults</c>, <c>GET faults/names</c>, <c>DELETE journal</c>, <c>DELETE state</c>.
/// <see cref="ControlJson"/> reads and writes it.
/// </remarks>
public sealed class HubSpotSimulator : IAsyncDisposable
{
    private readonly RateLimits _limits;
    private readonly UserStore _store;
    private readonly UsersApi _users;
    private readonly ControlApi _control;
    private volatile HubSpotSettings _settings;
    private LoopbackServer? _server;

    private HubSpotSimulator(HubSpotSimulatorOptions options, TimeProvider time)
    {
        _settings = options.Settings;
        var random = new SeededRandom(options.Seed);
        Journal = new Journal(time);
        Faults = new FaultPlan(new SeededRandom(options.Seed));
        _limits = new RateLimits(time);
        _store = new UserStore(Journal, time);
        var executor = new Executor(new BatchCreate(_store, random, time), new BatchRead(_store, time), new SingleReads(_store));
        _users = new UsersApi(() => _settings, Journal, _limits, Faults, executor, random, time);
        _control = new ControlApi(this);
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri BaseAddress => _server!.BaseAddress;

    /// <summary>What it saw and did.</summary>
    public Journal Journal { get; }

    /// <summary>The faults to come.</summary>
    public FaultPlan Faults { get; }

    /// <summary>How many calls struck by <c>late-apply</c> are yet to be applied.</summary>
    public int LateCalls => _users.LateCalls;

    /// <summary>How the account behaves; a new record takes effect with the next call.</summary>
    public HubSpotSettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    /// <summary>Starts a simulator.</summary>
    /// <param name="options">The port, the seed and the settings to start with.</param>
    /// <param name="time">The clock of limits, latency and timestamps.</param>
    /// <returns>The running simulator.</returns>
    public static async Task<HubSpotSimulator> StartAsync(
        HubSpotSimulatorOptions options, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var simulator = new HubSpotSimulator(options, time ?? TimeProvider.System);
        simulator._server = await LoopbackServer.StartAsync(options.Port, certificate: null, simulator.HandleAsync, cancellationToken);
        return simulator;
    }

    /// <summary>Breaks all connections and refuses new ones, until <see cref="ListenAgainAsync"/>; whatever it knows it keeps.</summary>
    public ValueTask StopListeningAsync() => _server!.DisposeAsync();

    /// <summary>Listens again, where it did before.</summary>
    public async Task ListenAgainAsync() =>
        _server = await LoopbackServer.StartAsync(BaseAddress.Port, certificate: null, HandleAsync, CancellationToken.None);

    /// <summary>Forgets users, journal, faults and calls counted against limits; the settings stay.</summary>
    public void Reset()
    {
        Faults.Clear();
        _store.Clear();
        _limits.Reset();
        Journal.Clear();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private Task HandleAsync(HttpContext http, CancellationToken stopping) =>
        http.Request.Path.StartsWithSegments(ControlApi.Root, StringComparison.Ordinal)
            ? _control.HandleAsync(http)
            : _users.HandleAsync(http, stopping);
}
