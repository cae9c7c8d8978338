namespace Cli.Tests.Drivers;

/// <summary>Waits for what another process brings about, not for a time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<T> SeesAsync<T>(string what, Func<Task<T>> look, Func<T, bool> isThere)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isThere(seen))
            {
                return seen;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(since) < HangGuard, $"Not seen: {what}. Last seen: {seen}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static Task HoldsAsync(string what, Func<bool> condition) => SeesAsync(what, () => Task.FromResult(condition()), holds => holds);
}
