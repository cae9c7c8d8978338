using LocalHost.Configuration;
using LocalHost.Functions;
using LocalHost.Tests.Drivers;
using LocalHost.Timers;
using LocalHost.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LocalHost.Tests.Timers;

/// <summary>Without a worker every run fails, and each failure is logged at the fake time of its run.</summary>
public sealed class TimerLoopRunTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 10, 0, 30, TimeSpan.Zero);
    private static readonly DateTimeOffset Midnight = new(2026, 3, 4, 0, 0, 0, TimeSpan.Zero);

    private readonly CountingTime _time = new(Start);
    private readonly RunLog _runs;
    private readonly FunctionInvoker _invoker;
    private readonly CancellationTokenSource _stop = new();

    public TimerLoopRunTests()
    {
        _runs = new RunLog(_time);
        var log = new WorkerLog(NullLoggerFactory.Instance);
        var workers = new WorkerSupervisor(app: null!, rpc: null!, log, NullLogger<WorkerSupervisor>.Instance);
        _invoker = new FunctionInvoker(workers, log, Settings.Host(Settings.Of(), Settings.Of()), _time, NullLogger<FunctionInvoker>.Instance);
    }

    [Theory]
    [InlineData("0 * * * * *", "10:01:00", "10:02:00")]
    [InlineData("00:00:20", "10:00:50", "10:01:10")]
    [InlineData("0 0 10 6 * *", "2.10:00:00", "33.10:00:00")]
    public async Task Runs_come_when_the_schedule_says_also_after_one_that_failed(string schedule, string first, string second)
    {
        DateTimeOffset[] due = [Midnight + TimeSpan.Parse(first, null), Midnight + TimeSpan.Parse(second, null)];
        var running = RunAsync(schedule, atOnce: false);

        for (var run = 0; run < due.Length; run++)
        {
            await Eventually.HoldsAsync("the wait for the next run", () => _runs.Times.Count == run && _time.Timers > run);
            _time.SetUtcNow(due[run]);
        }

        await Eventually.HoldsAsync("the last run", () => _runs.Times.Count == due.Length);
        await _stop.CancelAsync();
        await running;

        Assert.Equal(due, _runs.Times);
    }

    [Fact]
    public async Task A_function_that_runs_on_startup_runs_at_once()
    {
        var running = RunAsync("0 * * * * *", atOnce: true);

        await Eventually.HoldsAsync("a run", () => _runs.Times.Count is 1);
        await _stop.CancelAsync();
        await running;

        Assert.Equal(Start, Assert.Single(_runs.Times));
    }

    [Fact]
    public async Task A_schedule_that_never_comes_runs_nothing_and_ends_when_it_is_stopped()
    {
        var running = RunAsync("0 0 0 31 2 *", atOnce: false);

        _time.Advance(TimeSpan.FromDays(400));
        await _stop.CancelAsync();
        await running;

        Assert.Empty(_runs.Times);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _invoker.Dispose();
        _runs.Dispose();
    }

    private Task RunAsync(string schedule, bool atOnce)
    {
        var trigger = new TimerTrigger("timer", schedule, atOnce);
        var loop = TimerLoop.Create(new FunctionDefinition("1", "F", trigger), trigger, _invoker, _time, _runs, new StartFaults());
        return loop!.RunAsync(atOnce, _stop.Token);
    }

    /// <summary>Shows that a wait has begun, after which time may pass.</summary>
    private sealed class CountingTime(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }
    }

    /// <summary>Keeps when something was logged.</summary>
    private sealed class RunLog(TimeProvider time) : ILoggerFactory, ILogger
    {
        private readonly List<DateTimeOffset> _times = [];
        private readonly Lock _lock = new();

        public IReadOnlyList<DateTimeOffset> Times
        {
            get
            {
                lock (_lock)
                {
                    return [.. _times];
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lock)
            {
                _times.Add(time.GetUtcNow());
            }
        }

        public void Dispose()
        {
        }
    }
}
