using Hosting;

namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>A function app of a test's own, with a queue and settings of its own, in the environment all tests share.</summary>
public sealed class OwnApp : IAsyncDisposable
{
    private readonly AppFixture _fixture;
    private readonly Dictionary<string, string> _settings;
    private readonly List<string> _output = [];
    private FunctionAppProcess? _process;

    private OwnApp(AppFixture fixture, IEnumerable<KeyValuePair<string, string>> settings)
    {
        _fixture = fixture;
        Queue = fixture.QueueNamed($"users-{Guid.NewGuid():N}");
        _settings = new(settings, StringComparer.Ordinal) { ["UsersQueue"] = Queue.Name };
    }

    public QueueDriver Queue { get; }

    /// <summary>Where its HTTP functions are while it runs.</summary>
    public Uri Address => _process!.Address;

    /// <summary>What it wrote in all its runs.</summary>
    public IReadOnlyList<string> Output => [.. _output, .. _process?.Output ?? []];

    /// <summary>Makes an app and its queue, and does not start it yet.</summary>
    public static async Task<OwnApp> PrepareAsync(AppFixture fixture, params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var app = new OwnApp(fixture, settings);
        await app.Queue.CreateAsync();
        return app;
    }

    public async Task StartAsync() => _process = await _fixture.StartAppAsync(_settings);

    /// <summary>Has the app end as it does at a shutdown.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            await process.DisposeAsync();
            _output.AddRange(process.Output);
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Queue.Dispose();
    }
}
