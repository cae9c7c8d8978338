using LocalHost.Configuration;
using Microsoft.Extensions.Hosting;

namespace LocalHost.Hosting;

/// <summary>
/// With <c>LocalHost:StopWithInput</c>, ends the host as Ctrl+C does when its standard input closes: a parent process that started it
/// need not survive to end it.
/// </summary>
internal sealed class InputWatch(IHostLifetime lifetime, HostSettings settings) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.StopWithInput && lifetime is SignalLifetime signals)
        {
            // Reading standard input cannot be cancelled, so nothing may wait for it.
            new Thread(() => Watch(signals)) { IsBackground = true, Name = nameof(InputWatch) }.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Watch(SignalLifetime signals)
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // Whatever is written there says nothing.
        }

        signals.Interrupt();
    }
}
