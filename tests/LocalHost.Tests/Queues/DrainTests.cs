using System.Net;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Queues;

public sealed class DrainTests(ProbeEnvironment probe)
{
    private static readonly Uri Drain = new("admin/host/drain?code=" + ProbeEnvironment.MasterKey, UriKind.Relative);

    [Fact]
    public async Task A_host_that_drains_receives_no_further_message_while_the_rest_goes_on()
    {
        var queue = await probe.CreateQueueAsync();
        await using var host = await probe.StartHostAsync(queue.Name, ("ProbeSchedule", ProbeEnvironment.EverySecond));

        using var drained = await host.Client.PostAsync(Drain, content: null);
        await PassIntervalAsync(host);
        await queue.SendMessageAsync("work");
        await PassIntervalAsync(host);

        using var echo = await host.Client.GetAsync(new Uri("api/echo/", UriKind.Relative));
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (drained.StatusCode, echo.StatusCode));
        var message = Assert.Single((await queue.PeekMessagesAsync(maxMessages: 2)).Value);
        Assert.Equal(("work", 0), (message.Body.ToString(), message.DequeueCount));
    }

    [Fact]
    public async Task Draining_does_not_wait_for_what_runs_which_goes_on_until_the_host_stops()
    {
        var queue = await probe.CreateQueueAsync();
        await using var host = await probe.StartHostAsync(queue.Name);
        await queue.SendMessageAsync("hang");
        await host.WaitForLineAsync("hanging");

        using var drained = await host.Client.PostAsync(Drain, content: null);

        using var echo = await host.Client.GetAsync(new Uri("api/echo/", UriKind.Relative));
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (drained.StatusCode, echo.StatusCode));
        Assert.Equal(0, host.CountOf("canceled by the host"));
        host.CloseInput();
        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.Equal(1, host.CountOf("canceled by the host"));
    }

    /// <summary>Four ticks are longer than the two seconds that a listener waits at most before it looks again.</summary>
    private static Task PassIntervalAsync(HostProcess host) => host.WaitForLineAsync("tick", host.CountOf("tick") + 4);
}
