using LocalHost.Http;
using LocalHost.Queues;
using LocalHost.Timers;

namespace LocalHost.Invocation;

/// <summary>The app's functions by trigger.</summary>
internal sealed record FunctionCatalog(
    IReadOnlyList<QueueFunction> Queues,
    IReadOnlyList<HttpFunction> Http,
    IReadOnlyList<TimerFunction> Timers);
