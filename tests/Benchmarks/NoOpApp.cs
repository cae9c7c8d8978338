using Hosting;
using Microsoft.Extensions.Configuration;

namespace Benchmarks;

/// <summary>
/// The floor: a function app (<c>tests/ProbeApp</c>) whose queue function does nothing, on the same host, listener and worker packages as the app
/// under test, whose host.json is laid over its own.
/// </summary>
internal static class NoOpApp
{
    public const string QueueName = "floor";

    public static Task<PublishedApp> MakeAsync(CancellationToken cancellationToken) => PublishedApp.MakeAsync("tests/ProbeApp", [], starting: null, cancellationToken);

    /// <summary>Its settings in an environment: its own queue, a timer that never fires, and the host.json of the app that it is compared with.</summary>
    /// <param name="app">That app.</param>
    public static Dictionary<string, string> Settings(LocalEnvironment environment, PublishedApp app)
    {
        var settings = new Dictionary<string, string>(environment.AppSettings(), StringComparer.Ordinal)
        {
            ["ProbeStorage"] = environment.Storage.ConnectionString,
            ["ProbeQueue"] = QueueName,
            ["ProbeSchedule"] = "0 0 0 1 1 *",
        };
        foreach (var (name, value) in new ConfigurationBuilder().AddJsonFile(Path.Combine(app.Folder, "host.json")).Build().AsEnumerable().Where(setting => setting.Value is not null))
        {
            settings[$"AzureFunctionsJobHost__{name.Replace(":", "__", StringComparison.Ordinal)}"] = value!;
        }

        return settings;
    }
}
