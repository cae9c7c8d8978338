using LocalHost.Configuration;
using LocalHost.Hosting;

namespace LocalHost.Invocation;

/// <summary>Runs invocations with a token that fires at shutdown and at host.json's <c>functionTimeout</c>.</summary>
internal sealed class InvocationRunner(HostSettings settings, ShutdownSteps shutdown, TimeProvider time)
{
    // After this much more the real host kills the worker process.
    private static readonly TimeSpan AfterTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Runs one invocation to its end, or to the end of its time.</summary>
    /// <exception cref="TimeoutException">The invocation ran on after its token had fired for its timeout.</exception>
    public async Task<object?> RunAsync(Func<CancellationToken, Task<object?>> invoke)
    {
        using var invocation = new CancellationTokenSource(settings.FunctionTimeout, time);
        using var stopping = shutdown.Stopping.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), invocation);

        var call = invoke(invocation.Token);

        return settings.FunctionTimeout == Timeout.InfiniteTimeSpan
            ? await call
            : await call.WaitAsync(settings.FunctionTimeout + AfterTimeout, time, CancellationToken.None);
    }
}
