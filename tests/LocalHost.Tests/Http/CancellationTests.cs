using System.Net;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Http;

public sealed class CancellationTests(ProbeEnvironment probe)
{
    [Fact]
    public async Task No_response_in_time_is_504_whether_the_function_ends_when_it_is_reported_or_not()
    {
        await using var host = await StartAsync(("LocalHost__ResponseTimeout", "00:00:02"));
        await host.WaitForResponseAsync();

        using var stuck = await host.Client.GetAsync(new Uri("api/stuck", UriKind.Relative));
        using var waiting = await host.Client.GetAsync(new Uri("api/wait", UriKind.Relative));

        Assert.Equal((HttpStatusCode.GatewayTimeout, string.Empty), (stuck.StatusCode, await stuck.Content.ReadAsStringAsync()));
        Assert.Equal((HttpStatusCode.GatewayTimeout, string.Empty), (waiting.StatusCode, await waiting.Content.ReadAsStringAsync()));
        await host.WaitForLineAsync("canceled by the host");
    }

    [Fact]
    public async Task A_function_that_runs_longer_than_its_timeout_is_500_and_costs_its_worker()
    {
        await using var host = await StartAsync(("AzureFunctionsJobHost__functionTimeout", "00:00:03"));
        var worker = host.WorkerId;

        using var stuck = await host.Client.GetAsync(new Uri("api/stuck", UriKind.Relative));

        Assert.Equal((HttpStatusCode.InternalServerError, string.Empty), (stuck.StatusCode, await stuck.Content.ReadAsStringAsync()));
        await host.WaitForLineAsync("Function Stuck ran longer than 00:00:03; its worker is killed");
        await host.WaitForResponseAsync();
        Assert.NotEqual(worker, host.WorkerId);
    }

    [Fact]
    public async Task A_function_is_reported_when_its_caller_goes()
    {
        await using var host = await StartAsync();
        using var caller = new CancellationTokenSource();
        var request = host.Client.GetAsync(new Uri("api/wait", UriKind.Relative), caller.Token);
        await host.WaitForLineAsync("waiting");

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await host.WaitForLineAsync("canceled by the host");
    }

    private async Task<HostProcess> StartAsync(params (string Name, string? Value)[] settings) =>
        await probe.StartHostAsync((await probe.CreateQueueAsync()).Name, settings);
}
