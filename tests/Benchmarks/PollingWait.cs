namespace Benchmarks;

/// <summary>Waits for what other processes bring about.</summary>
internal static class PollingWait
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMinutes(5);

    /// <summary>Looks every <paramref name="interval"/> until the condition holds.</summary>
    /// <exception cref="TimeoutException">It does not come to hold.</exception>
    public static async Task UntilAsync(
        Func<Task<bool>> condition, TimeSpan interval, TimeProvider time, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        var longest = patience ?? UsualPatience;
        var started = time.GetTimestamp();
        while (!await condition())
        {
            if (time.GetElapsedTime(started) > longest)
            {
                throw new TimeoutException($"Not done within {longest}.");
            }

            await Task.Delay(interval, time, cancellationToken);
        }
    }
}
