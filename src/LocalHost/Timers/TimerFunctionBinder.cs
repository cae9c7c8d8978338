using System.Reflection;
using LocalHost.Configuration;
using LocalHost.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace LocalHost.Timers;

/// <summary>Makes timer functions from annotated methods.</summary>
internal sealed class TimerFunctionBinder(MethodBinder methods, SettingNames names, StartFaults faults)
{
    public TimerFunction Bind(string name, MethodInfo method, TimerTriggerAttribute trigger)
    {
        var text = names.Resolve(trigger.Schedule, name);
        if (!Schedule.TryParse(text, out var schedule))
        {
            faults.Add($"Function {name}: the schedule '{text}' is neither six fields (second minute hour day month weekday) nor an interval.");
        }
        else if (schedule.Next(DateTime.UnixEpoch) is null)
        {
            faults.Add($"Function {name}: the schedule '{text}' never comes.");
        }

        return new(name, methods.Bind<TimerInfo>(name, method, Argument), schedule ?? Schedule.Never);
    }

    private static ArgumentSource<TimerInfo>? Argument(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(TimerInfo) ? (timer, _) => timer : null;
}
