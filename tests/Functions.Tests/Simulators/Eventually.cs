namespace Functions.Tests.Simulators;

/// <summary>Waits for a condition, not for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns as soon as the condition holds; before each look, <paramref name="nudge"/> may move the world on.</summary>
    public static async Task HoldsAsync(Func<bool> condition, Action? nudge = null)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!condition())
        {
            nudge?.Invoke();
            await Task.Delay(Pause, TimeProvider.System, patience.Token);
        }
    }
}
