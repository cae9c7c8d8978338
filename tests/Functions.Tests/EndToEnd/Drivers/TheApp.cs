using Hosting;

namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>The function app as it is deployed, published by the first test that needs it.</summary>
public static class TheApp
{
    private static readonly Lazy<Task<PublishedApp>> Published = new(() => PublishedApp.MakeAsync(starting: null, CancellationToken.None));

    /// <summary>Where it was published.</summary>
    public static async Task<string> FolderAsync() => (await Published.Value).Folder;

    /// <summary>Starts host and worker, for its caller to end.</summary>
    public static async Task<FunctionAppProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var all = new Dictionary<string, string>([.. ShortLived.Environment, .. settings], StringComparer.Ordinal);
        return await FunctionAppProcess.StartAsync(await Published.Value, all, port: 0, CancellationToken.None);
    }
}
