namespace Functions.Tests.Faults;

/// <summary>Settings under which what takes minutes in production takes seconds.</summary>
public static class ShortTimes
{
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["LocalHost__ShutdownDelay"] = "00:00:01",
        ["LocalHost__ShutdownGrace"] = "00:00:03",
        ["Ledger__IntentLifetime"] = "00:00:04",
        ["Ledger__SweepInterval"] = "00:00:01",
        ["HubSpot__ReconcileDelay"] = "00:00:00.5",
        ["HubSpot__RequestTimeout"] = "00:00:02",
        ["HubSpot__MaxRetries"] = "2",
        ["HubSpot__BreakDuration"] = "00:00:00.5",
        ["Processing__ProbeInterval"] = "00:00:01",
        ["Processing__RefreshInterval"] = "00:00:00.2",
        ["Retry__BaseDelay"] = "00:00:01",
        ["Retry__MaxDelay"] = "00:00:02",
        ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
        ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.5",
    };
}
