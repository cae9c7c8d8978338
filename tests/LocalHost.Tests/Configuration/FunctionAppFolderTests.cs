using LocalHost.Configuration;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Configuration;

public sealed class FunctionAppFolderTests
{
    private const string WorkerConfig = """{ "description": { "language": "dotnet-isolated", "defaultExecutablePath": "dotnet", "defaultWorkerPath": "App.dll" } }""";

    [Fact]
    public void A_folder_says_what_its_worker_is()
    {
        using var folder = App("{}", WorkerConfig);

        var app = FunctionAppFolder.Read(folder.Path + Path.DirectorySeparatorChar, Settings.Of());

        Assert.Equal((folder.Path, "dotnet", Path.Combine(folder.Path, "App.dll")), (app.FullName, app.Executable, app.Worker));
    }

    [Fact]
    public void Settings_below_AzureFunctionsJobHost_outrank_host_json()
    {
        using var folder = App("""{ "extensions": { "queues": { "batchSize": 4, "maxDequeueCount": 3 } } }""", WorkerConfig);

        var hostJson = FunctionAppFolder.Read(folder.Path, Settings.Of(("AzureFunctionsJobHost:extensions:queues:maxDequeueCount", "9"))).HostJson;

        Assert.Equal("4", hostJson["extensions:queues:batchSize"]);
        Assert.Equal("9", hostJson["extensions:queues:maxDequeueCount"]);
    }

    [Fact]
    public void All_missing_files_are_named()
    {
        using var folder = new AppFolder().With("worker.config.json", WorkerConfig);

        Assert.Contains("host.json, functions.metadata is missing", FaultOf(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    public void A_host_json_that_cannot_be_read_is_a_fault(string hostJson)
    {
        using var folder = App(hostJson, WorkerConfig);

        Assert.StartsWith($"host.json of {folder.Path} cannot be read: ", FaultOf(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "description": { "defaultExecutablePath": "dotnet" } }""")]
    [InlineData("""{ "description": "dotnet" }""")]
    public void A_worker_config_that_does_not_name_the_worker_is_a_fault(string workerConfig)
    {
        using var folder = App("{}", workerConfig);

        Assert.StartsWith($"worker.config.json of {folder.Path} ", FaultOf(folder), StringComparison.Ordinal);
    }

    private static AppFolder App(string hostJson, string workerConfig) =>
        new AppFolder().With("host.json", hostJson).With("worker.config.json", workerConfig).With("functions.metadata", "[]");

    private static string FaultOf(AppFolder folder) =>
        Assert.Single(Assert.Throws<StartFailedException>(() => FunctionAppFolder.Read(folder.Path, Settings.Of())).Faults);
}
