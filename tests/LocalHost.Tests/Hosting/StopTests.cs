using System.Diagnostics;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Hosting;

/// <summary>How a host ends that is asked to.</summary>
public sealed class StopTests(ProbeEnvironment probe)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>What a busy machine needs on top.</summary>
    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task SIGTERM_is_kept_from_a_running_function_for_the_delay()
    {
        await using var host = await StartHangingAsync(shutdownDelay: Delay);

        var watch = Stopwatch.StartNew();
        await host.TerminateAsync();

        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.InRange(watch.Elapsed, Delay, Delay + Grace + Allowance);
        Assert.InRange(host.IndexOf("canceled by the host"), host.IndexOf("Stopping: "), int.MaxValue);
        // Its clock may be set while it waits, by a little.
        Assert.InRange(host.TimeOf("Stopping: ") - host.TimeOf("SIGTERM: "), Delay - TimeSpan.FromMilliseconds(100), Delay + Allowance);
    }

    [Fact]
    public async Task SIGTERM_does_not_wait_when_nothing_runs()
    {
        await using var host = await StartAsync((await probe.CreateQueueAsync()).Name, TimeSpan.FromMinutes(10));

        await host.TerminateAsync();

        Assert.Equal(0, await host.WaitForExitAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_end_of_standard_input_stops_the_host_at_once_also_during_the_delay(bool isTerminating)
    {
        await using var host = await StartHangingAsync(TimeSpan.FromMinutes(10));
        if (isTerminating)
        {
            await host.TerminateAsync();
            await host.WaitForLineAsync("SIGTERM: ");
        }

        host.CloseInput();

        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.Equal(1, host.CountOf("canceled by the host"));
    }

    [Fact]
    public async Task A_function_that_does_not_end_within_the_grace_ends_with_its_worker()
    {
        await using var host = await StartAsync((await probe.CreateQueueAsync()).Name, TimeSpan.FromMinutes(10));
        var request = host.Client.GetAsync(new Uri("api/stuck", UriKind.Relative));
        await host.WaitForLineAsync("stuck");

        host.CloseInput();

        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.False(await SucceedsAsync(request));
    }

    private static async Task<bool> SucceedsAsync(Task<HttpResponseMessage> request)
    {
        try
        {
            using var response = await request;
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<HostProcess> StartHangingAsync(TimeSpan shutdownDelay)
    {
        var queue = await probe.CreateQueueAsync();
        var host = await StartAsync(queue.Name, shutdownDelay);
        await queue.SendMessageAsync("hang");
        await host.WaitForLineAsync("hanging");
        return host;
    }

    private Task<HostProcess> StartAsync(string queue, TimeSpan shutdownDelay) =>
        probe.StartHostAsync(queue, ("LocalHost__ShutdownDelay", shutdownDelay.ToString()), ("LocalHost__ShutdownGrace", Grace.ToString()));
}
