using LocalHost.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace LocalHost.Timers;

/// <summary>A function that runs on a schedule.</summary>
internal sealed record TimerFunction(string Name, FunctionMethod<TimerInfo> Method, Schedule Schedule);
