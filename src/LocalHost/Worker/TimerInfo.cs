namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function is told about its schedule.</summary>
public sealed class TimerInfo
{
    /// <summary>The runs before and after this one.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this run is later than its schedule.</summary>
    public bool IsPastDue { get; set; }
}
