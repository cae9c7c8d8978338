namespace HubSpotUsers.Telemetry;

/// <summary>How many users of this process got which outcome in each ten seconds, in periods of ten minutes.</summary>
internal sealed class OutcomeSlots(TimeProvider time) : CountSlots<OutcomeCounts>(time, PeriodLength)
{
    /// <summary>How long a period is.</summary>
    public static readonly TimeSpan PeriodLength = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time = time;

    /// <summary>Counts a user.</summary>
    internal void Count(Outcome outcome) => Count(_time.GetUtcNow(), known => (known ?? OutcomeCounts.None).Add(outcome, 1));
}
