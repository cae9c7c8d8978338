using Functions.Tests.LocalHost.Configuration;
using LocalHost.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Functions.Tests.LocalHost.Hosting;

public sealed class SignalLifetimeTests : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ApplicationLifetime _application = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly ShutdownSteps _shutdown;
    private readonly SignalLifetime _lifetime;
    private int _exits;

    public SignalLifetimeTests()
    {
        var settings = Settings.Host();
        _shutdown = new(_application, settings, _time);
        _lifetime = new(_application, _shutdown, settings, _time, () => _exits++, NullLogger<SignalLifetime>.Instance);
    }

    [Fact]
    public void SIGTERM_is_kept_from_the_app_for_the_shutdown_delay()
    {
        _lifetime.Terminate();

        _time.Advance(Delay - Second);
        Assert.False(_shutdown.Stopping.IsCancellationRequested);
        _time.Advance(Second);
        Assert.True(_shutdown.Stopping.IsCancellationRequested);
    }

    [Fact]
    public void A_second_SIGTERM_changes_nothing()
    {
        _lifetime.Terminate();
        _time.Advance(Delay - Second);

        _lifetime.Terminate();
        _time.Advance(Second);

        Assert.True(_shutdown.Stopping.IsCancellationRequested);
    }

    [Fact]
    public void Ctrl_C_stops_the_app_at_once_even_during_the_delay()
    {
        _lifetime.Terminate();

        _lifetime.Interrupt();

        Assert.True(_shutdown.Stopping.IsCancellationRequested);
    }

    [Fact]
    public void What_still_runs_after_the_grace_is_abandoned_and_the_process_exits()
    {
        _lifetime.Interrupt();

        _time.Advance(Grace - Second);
        Assert.False(_shutdown.Abandoned.IsCancellationRequested);
        _time.Advance(Second);
        Assert.True(_shutdown.Abandoned.IsCancellationRequested);
        Assert.Equal(0, _exits);
        _time.Advance(Second);
        Assert.Equal(1, _exits);
    }

    [Fact]
    public void A_host_that_has_ended_within_the_grace_is_not_ended_again()
    {
        _lifetime.Interrupt();

        _lifetime.Dispose();
        _time.Advance(Grace + Second);

        Assert.Equal(0, _exits);
    }

    public void Dispose()
    {
        _lifetime.Dispose();
        _shutdown.Dispose();
    }
}
