namespace Microsoft.Azure.Functions.Worker;

/// <summary>The runs before and after the present one, in UTC.</summary>
public sealed class ScheduleStatus
{
    /// <summary>When the schedule was last met; the default value before the first run.</summary>
    public DateTime Last { get; set; }

    /// <summary>When the schedule is met next.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this status was written.</summary>
    public DateTime LastUpdated { get; set; }
}
