using Hosting;

namespace Benchmarks;

/// <summary>Several processes of the function app, started together and killed in the end: what they still hold is of no interest then.</summary>
internal sealed class AppProcesses : IAsyncDisposable
{
    private readonly IReadOnlyList<FunctionAppProcess> _apps;

    private AppProcesses(IReadOnlyList<FunctionAppProcess> apps) => _apps = apps;

    /// <summary>Starts them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="app">The published app.</param>
    /// <param name="settings">Their app settings.</param>
    public static async Task<AppProcesses> StartAsync(int count, PublishedApp app, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var apps = new List<FunctionAppProcess>(count);
        try
        {
            for (var number = 0; number < count; number++)
            {
                apps.Add(await FunctionAppProcess.StartAsync(app, settings, port: 0, cancellationToken));
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
