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
        // Most of these processes live for seconds: what the compiler would do to make them faster later is a third of all they use.
        var patient = new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["DOTNET_TC_CallCountingDelayMs"] = "20000" };
        return await FunctionAppProcess.StartAsync(await Published.Value, patient, port: 0, CancellationToken.None);
    }
}
