using Sandbox.Hosting;

namespace Benchmarks;

/// <summary>Several processes of the function app, started together and killed in the end: what they still hold is of no interest then.</summary>
internal sealed class AppProcesses : IAsyncDisposable
{
    private readonly IReadOnlyList<FunctionAppProcess> _apps;

    private AppProcesses(IReadOnlyList<FunctionAppProcess> apps) => _apps = apps;

    /// <summary>Starts them, as they were built beside this program.</summary>
    public static Task<AppProcesses> StartAsync(int count, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        StartAsync(count, () => FunctionAppProcess.StartAsync(settings, port: 0, cancellationToken));

    /// <summary>Starts them, as they were published.</summary>
    /// <param name="count">How many.</param>
    /// <param name="assembly">The path of the published <c>Functions.dll</c>.</param>
    /// <param name="settings">Their app settings.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<AppProcesses> StartAsync(int count, string assembly, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        StartAsync(count, () => FunctionAppProcess.StartAsync(assembly, settings, port: 0, cancellationToken));

    private static async Task<AppProcesses> StartAsync(int count, Func<Task<FunctionAppProcess>> start)
    {
        var apps = new List<FunctionAppProcess>(count);
        try
        {
            for (var number = 0; number < count; number++)
            {
                apps.Add(await start());
            }

            return new AppProcesses(apps);
        }
        catch
        {
            await new AppProcesses(apps).DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.KillAsync();
            await app.DisposeAsync();
        }
    }
}
