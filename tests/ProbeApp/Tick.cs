using Microsoft.Azure.Functions.Worker;

namespace ProbeApp;

/// <summary>Writes to the console on its schedule.</summary>
public static class Tick
{
    [Function(nameof(Tick))]
    public static void Run([TimerTrigger("%ProbeSchedule%")] TimerInfo timer) => Console.WriteLine(timer.IsPastDue ? "tick, past due" : "tick");
}
