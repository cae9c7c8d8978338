using System.Runtime.InteropServices;

namespace LocalHost.Hosting;

/// <summary>How the host is asked to stop.</summary>
internal enum StopKind
{
    /// <summary>By the platform (SIGTERM): the functions are informed a while later.</summary>
    Terminate,

    /// <summary>By a person or a parent process (Ctrl+C, the end of standard input): at once.</summary>
    Interrupt,
}

/// <summary>Waits for what ends the host.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly TaskCompletionSource<StopKind> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    public StopSignals(bool stopWithInput)
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, StopKind.Terminate));
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, StopKind.Interrupt));
        if (stopWithInput)
        {
            // Reading standard input cannot be cancelled, so nothing may wait for it.
            new Thread(WatchInput) { IsBackground = true, Name = nameof(StopSignals) }.Start();
        }
    }

    /// <summary>Completes with the first signal.</summary>
    public Task<StopKind> Stop => _stop.Task;

    /// <summary>Completes when there is no time for a delay: with an interrupt, be it the first signal or not.</summary>
    public Task Hurry => _hurry.Task;

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
    }

    private void Handle(PosixSignalContext context, StopKind kind)
    {
        context.Cancel = true;
        Set(kind);
    }

    private void Set(StopKind kind)
    {
        _stop.TrySetResult(kind);
        if (kind is StopKind.Interrupt)
        {
            _hurry.TrySetResult();
        }
    }

    private void WatchInput()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // Whatever is written there says nothing.
        }

        Set(StopKind.Interrupt);
    }
}
