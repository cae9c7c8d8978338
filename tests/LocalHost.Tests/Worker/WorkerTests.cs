using System.Diagnostics;
using System.Net;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Worker;

public sealed class WorkerTests(ProbeEnvironment probe)
{
    [Fact]
    public async Task A_worker_that_is_killed_fails_what_it_runs_and_another_goes_on()
    {
        var queue = await probe.CreateQueueAsync();
        await using var host = await probe.StartHostAsync(queue.Name);
        var request = host.Client.GetAsync(new Uri("api/wait", UriKind.Relative));
        await queue.SendMessageAsync("hang");
        await host.WaitForLineAsync("waiting");
        await host.WaitForLineAsync("hanging");
        var killed = host.WorkerId;

        using (var worker = Process.GetProcessById(killed))
        {
            worker.Kill();
        }

        using var response = await request;
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        // The message is delivered once more, so its first invocation has failed.
        await host.WaitForLineAsync("hanging", count: 2);
        Assert.NotEqual(killed, host.WorkerId);
    }

    [Fact]
    public async Task A_message_that_comes_while_a_worker_is_replaced_waits_and_loses_no_delivery()
    {
        var queue = await probe.CreateQueueAsync();
        await using var host = await probe.StartHostAsync(queue.Name);

        using (var worker = Process.GetProcessById(host.WorkerId))
        {
            worker.Kill();
        }

        await host.WaitForLineAsync("starting another");
        await queue.SendMessageAsync("fail");

        await host.WaitForLineAsync("failing at delivery");
        Assert.Equal(1, host.CountOf("failing at delivery 1"));
    }

    [Fact]
    public async Task A_function_that_ends_its_process_is_500_and_the_next_request_finds_another_worker()
    {
        await using var host = await probe.StartHostAsync((await probe.CreateQueueAsync()).Name);

        using var response = await host.Client.PostAsync(new Uri("api/crash", UriKind.Relative), content: null);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        await host.WaitForResponseAsync();
    }

    [Fact]
    public async Task A_worker_ends_by_itself_when_its_host_is_killed()
    {
        await using var host = await probe.StartHostAsync((await probe.CreateQueueAsync()).Name);
        var worker = host.WorkerId;
        Assert.True(IsRunning(worker));

        host.Kill();

        await Eventually.HoldsAsync("the end of the worker", () => !IsRunning(worker));
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            // One that has ended and was not waited for by its parent holds no memory any more.
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && process.WorkingSet64 > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
