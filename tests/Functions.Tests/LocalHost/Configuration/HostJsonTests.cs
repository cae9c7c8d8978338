using LocalHost.Configuration;

namespace Functions.Tests.LocalHost.Configuration;

public sealed class HostJsonTests
{
    [Fact]
    public void Settings_below_AzureFunctionsJobHost_outrank_the_file()
    {
        using var folder = new AppFolder().With("host.json", """{ "extensions": { "queues": { "batchSize": 4, "maxDequeueCount": 3 } } }""");

        var hostJson = HostJson.Load(folder.Path, Settings.Of(("AzureFunctionsJobHost:extensions:queues:maxDequeueCount", "9")));

        Assert.Equal("4", hostJson["extensions:queues:batchSize"]);
        Assert.Equal("9", hostJson["extensions:queues:maxDequeueCount"]);
    }
}
