using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Timers;

public sealed class TickTests(ProbeEnvironment probe) : SharedHostTest(probe)
{
    [Fact]
    public async Task A_timer_function_runs_again_and_again()
    {
        await Host.WaitForLineAsync("tick", count: 2);

        Assert.True(Host.CountOf("tick") >= 2);
    }
}
