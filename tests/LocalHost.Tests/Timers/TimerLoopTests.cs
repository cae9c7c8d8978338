using LocalHost.Configuration;
using LocalHost.Functions;
using LocalHost.Timers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalHost.Tests.Timers;

public sealed class TimerLoopTests
{
    [Theory]
    [InlineData("* * * * * *")]
    [InlineData("0 */5 * * * *")]
    [InlineData("0 30 9 * * 1-5")]
    [InlineData("00:05:00")]
    public void Six_fields_or_an_interval_are_a_schedule(string schedule)
    {
        var faults = new StartFaults();

        Assert.NotNull(Create(schedule, faults));
        faults.ThrowIfAny();
    }

    [Theory]
    [InlineData("")]
    [InlineData("hourly")]
    [InlineData("* * * * *")]
    [InlineData("* * * * * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("00:00:00")]
    [InlineData("-00:05:00")]
    public void Anything_else_is_a_fault_that_names_the_function(string schedule)
    {
        var faults = new StartFaults();

        Assert.Null(Create(schedule, faults));
        Assert.StartsWith(
            $"Function F: the schedule '{schedule}' is neither six fields",
            Assert.Single(Assert.Throws<StartFailedException>(faults.ThrowIfAny).Faults),
            StringComparison.Ordinal);
    }

    // The invoker is not reached before the first run.
    private static TimerLoop? Create(string schedule, StartFaults faults)
    {
        var trigger = new TimerTrigger("timer", schedule, RunOnStartup: false);
        return TimerLoop.Create(new FunctionDefinition("1", "F", trigger), trigger, invoker: null!, TimeProvider.System, NullLoggerFactory.Instance, faults);
    }
}
