using Hosting;

namespace Benchmarks;

/// <summary>
/// The floor: a function app (<c>tests/ProbeApp</c>) whose queue function does nothing, on the same host, listener, worker packages and
/// host.json settings as the app under test.
/// </summary>
internal static class NoOpApp
{
    public const string QueueName = "floor";

    public static Task<PublishedApp> MakeAsync(CancellationToken cancellationToken) => PublishedApp.MakeAsync("tests/ProbeApp", [], starting: null, cancellationToken);

    /// <summary>Its settings in an environment: its own queue, and a timer that never fires.</summary>
    public static Dictionary<string, string> Settings(LocalEnvironment environment) => new(environment.AppSettings(), StringComparer.Ordinal)
    {
        ["ProbeStorage"] = environment.Storage.ConnectionString,
        ["ProbeQueue"] = QueueName,
        ["ProbeSchedule"] = "0 0 0 1 1 *",
    };
}
