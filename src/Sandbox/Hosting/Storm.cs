using Simulators.HubSpot.Faults;

namespace Sandbox.Hosting;

/// <summary>Everything that can go wrong at once.</summary>
internal static class Storm
{
    private const double Probability = 0.04;

    /// <summary>The app is killed when this share of its users has an outcome.</summary>
    public static IReadOnlyList<double> Kills { get; } = [0.2, 0.6];

    private static readonly string[] FaultNames =
    [
        "status-429-rolling", "status-423", "status-500-before", "status-503-after", "reset-before", "reset-after", "truncated-body", "late-apply",
    ];

    /// <summary>Lets HubSpot fail in every way, before and after it applied a call.</summary>
    public static void Brew(FaultPlan faults)
    {
        foreach (var name in FaultNames)
        {
            faults.Add(new FaultRule(name) { Target = FaultTarget.BatchCreate, Probability = Probability });
        }

        faults.Add(new FaultRule("status-502-before") { Target = FaultTarget.BatchRead, Probability = Probability });
    }

    /// <summary>Times short enough to see dead processes' work taken over while one watches.</summary>
    public static Dictionary<string, string> AppSettings() => new(StringComparer.Ordinal)
    {
        ["Ledger__IntentLifetime"] = "00:00:15",
        ["Ledger__SweepInterval"] = "00:00:02",
        ["HubSpot__RequestTimeout"] = "00:00:05",
        ["HubSpot__ReconcileDelay"] = "00:00:03",
        ["HubSpot__BreakDuration"] = "00:00:01",
        ["Retry__BaseDelay"] = "00:00:01",
        ["Retry__MaxDelay"] = "00:00:05",
    };
}
