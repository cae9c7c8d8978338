using LocalHost.Configuration;
using Microsoft.Extensions.Hosting;

namespace LocalHost.Hosting;

/// <summary>The end of the host: first everything is asked to stop, then, a grace later, whatever still runs is abandoned.</summary>
internal sealed class ShutdownSteps : IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly CancellationTokenRegistration _registration;
    private ITimer? _grace;

    public ShutdownSteps(IHostApplicationLifetime lifetime, HostSettings settings, TimeProvider time)
    {
        (Stopping, Abandoned) = (lifetime.ApplicationStopping, _abandoned.Token);
        _registration = Stopping.Register(() =>
            _grace = time.CreateTimer(_ => _abandoned.Cancel(), state: null, settings.ShutdownGrace, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Fires when listeners stop receiving and invocations are told.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Fires when invocations that still run are left to themselves.</summary>
    public CancellationToken Abandoned { get; }

    public void Dispose()
    {
        _registration.Dispose();
        _grace?.Dispose();
        _abandoned.Dispose();
    }
}
