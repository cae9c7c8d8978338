namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule. The parameter is a <see cref="TimerInfo"/>.</summary>
/// <param name="schedule">
/// Six fields (<c>second minute hour day month weekday</c>, UTC) or an interval such as <c>00:05:00</c>;
/// <c>%Name%</c> stands for the setting of that name.
/// </param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>The schedule, settings not yet resolved.</summary>
    public string Schedule { get; } = schedule;
}
