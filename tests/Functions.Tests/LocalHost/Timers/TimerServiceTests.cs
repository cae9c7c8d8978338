using System.Collections.Concurrent;
using System.Reflection;
using Functions.Tests.LocalHost.Configuration;
using LocalHost.Hosting;
using LocalHost.Invocation;
using LocalHost.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Functions.Tests.LocalHost.Timers;

public sealed class TimerServiceTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 10, 0, 30, TimeSpan.Zero));
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly ConcurrentQueue<DateTimeOffset> _runs = [];
    private readonly ShutdownSteps _shutdown;
    private readonly TimerService _service;
    private Task _run = Task.CompletedTask;

    public TimerServiceTests()
    {
        var settings = Settings.Host();
        _shutdown = new(_lifetime, settings, _time);
        Assert.True(Schedule.TryParse("0 * * * * *", out var schedule));
        var method = new FunctionMethod<TimerInfo>(typeof(TimerServiceTests).GetMethod(nameof(InvokeAsync), BindingFlags.Static | BindingFlags.NonPublic)!, [(_, _) => this]);
        _service = new(
            new FunctionCatalog([], [], [new("F", method, schedule)]),
            new InvocationRunner(settings, _shutdown, _time),
            _services.GetRequiredService<IServiceScopeFactory>(),
            _lifetime,
            _shutdown,
            _time,
            NullLogger<TimerService>.Instance);
    }

    [Fact]
    public async Task Runs_come_when_the_schedule_says()
    {
        await StartAsync();

        await RunsAsync(3);

        Assert.All(_runs, run => Assert.Equal(0, run.Second));
    }

    [Fact]
    public async Task A_failed_run_does_not_end_the_schedule()
    {
        _run = Task.FromException(new InvalidOperationException("failed"));
        await StartAsync();

        await RunsAsync(2);
    }

    [Fact]
    public async Task Runs_never_overlap()
    {
        var end = new TaskCompletionSource();
        _run = end.Task;
        await StartAsync();
        await RunsAsync(1);

        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Single(_runs);
        _run = Task.CompletedTask;
        end.SetResult();

        await RunsAsync(2);
    }

    public async ValueTask DisposeAsync()
    {
        _lifetime.StopApplication();
        await _service.StopAsync(CancellationToken.None);
        _shutdown.Dispose();
        await _services.DisposeAsync();
    }

    private static Task InvokeAsync(TimerServiceTests tests)
    {
        tests._runs.Enqueue(tests._time.GetUtcNow());
        return tests._run;
    }

    private async Task StartAsync()
    {
        await _service.StartAsync(CancellationToken.None);
        _lifetime.NotifyStarted();
    }

    private Task RunsAsync(int count) => Condition.BecomesTrueAsync(() => _runs.Count >= count, _time, TimeSpan.FromSeconds(1));
}
