namespace LocalHost.Tests.Drivers;

/// <summary>Waits for what another process does, within a bound.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>How long anything may take on a busy machine.</summary>
    public static TimeSpan Bound { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Looks until the condition holds.</summary>
    /// <param name="what">What is waited for, for the message of a failed test.</param>
    public static Task HoldsAsync(string what, Func<bool> condition) => HoldsAsync(() => what, () => Task.FromResult(condition()));

    /// <inheritdoc cref="HoldsAsync(string, Func{bool})"/>
    public static Task HoldsAsync(string what, Func<Task<bool>> condition) => HoldsAsync(() => what, condition);

    /// <inheritdoc cref="HoldsAsync(string, Func{bool})"/>
    public static async Task HoldsAsync(Func<string> what, Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) >= Bound)
            {
                Assert.Fail($"Not seen within {Bound}: {what()}.");
            }

            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
