using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Hosting;

/// <summary>What keeps a host from starting: it ends with 1 and says why.</summary>
public sealed class StartTests(ProbeEnvironment probe)
{
    [Fact]
    public async Task A_folder_without_a_function_app_names_what_is_missing()
    {
        using var folder = new AppFolder();
        await using var host = await probe.LaunchHostAsync(folder.Path);

        await AssertEndsAsync(host, $"{folder.Path} holds no function app: host.json, worker.config.json, functions.metadata is missing.");
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named()
    {
        await using var host = await probe.LaunchHostAsync("/no/such/folder");

        await AssertEndsAsync(host, "/no/such/folder");
    }

    [Theory]
    [InlineData("dotnet", "Missing.dll")]
    [InlineData("no-such-program", "ProbeApp.dll")]
    public async Task A_worker_that_cannot_start_is_tried_three_times(string executable, string worker)
    {
        using var folder = new AppFolder().WithFilesOf(ProbeFolders.App).With(
            "worker.config.json", $$"""{ "description": { "defaultExecutablePath": "{{executable}}", "defaultWorkerPath": "{{worker}}" } }""");
        await using var host = await probe.LaunchHostAsync(folder.Path);

        await AssertEndsAsync(host, "Start 1 of 3 of the worker failed.", "Start 2 of 3 of the worker failed.", "The worker did not start: ");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var host = await probe.LaunchHostAsync(ProbeFolders.App, port);

        await AssertEndsAsync(host, string.Create(CultureInfo.InvariantCulture, $"Port {port} of 127.0.0.1 cannot be used: "));
    }

    [Fact]
    public async Task All_functions_that_cannot_be_used_are_named()
    {
        await using var host = await probe.LaunchHostAsync(ProbeFolders.App, settings: [("ProbeQueue", null), ("ProbeSchedule", "hourly")]);

        await AssertEndsAsync(host, "Function DrainQueue: %ProbeQueue% names no setting.", "Function Tick: the schedule 'hourly' is neither");
    }

    [Theory]
    [InlineData("ProbeStorage", null)]
    [InlineData("ProbeStorage", "no connection string")]
    [InlineData("AzureFunctionsJobHost__extensions__queues__batchSize", "33")]
    [InlineData("AzureFunctionsJobHost__extensions__queues__batchSize", "many")]
    public async Task A_queue_that_cannot_be_listened_to_is_named(string name, string? value)
    {
        await using var host = await probe.LaunchHostAsync(ProbeFolders.App, settings: [(name, value)]);

        await AssertEndsAsync(host, "Function DrainQueue cannot listen to its queue: ");
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_are_named_together()
    {
        await using var host = await probe.LaunchHostAsync(
            ProbeFolders.App, settings: [("AzureFunctionsJobHost__functionTimeout", "never"), ("LocalHost__ShutdownDelay", "soon")]);

        await AssertEndsAsync(host, "host.json: functionTimeout is 'never'", "LocalHost settings: ShutdownDelay is 'soon'");
    }

    private static async Task AssertEndsAsync(HostProcess host, params string[] texts)
    {
        Assert.Equal(1, await host.WaitForExitAsync());
        var output = string.Join('\n', host.Output);
        Assert.All(texts, text => Assert.Contains(text, output, StringComparison.Ordinal));
        Assert.DoesNotContain("Unhandled exception", output, StringComparison.Ordinal);
    }
}
