namespace Benchmarks;

/// <summary>Waits for what other processes bring about.</summary>
internal static class PollingWait
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Looks every <paramref name="interval"/> until the condition holds.</summary>
    /// <exception cref="TimeoutException">It does not come to hold.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan interval, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await condition())
        {
            if (time.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"Not done within {Patience}.");
            }

            await Task.Delay(interval, time, cancellationToken);
        }
    }
}
