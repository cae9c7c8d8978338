namespace Benchmarks.Lone;

/// <summary>What lone messages waited.</summary>
/// <param name="GoalMilliseconds">The longest time after delivery that is good.</param>
/// <param name="AfterDelivery">From the call of the message handler, in this process, to the call's arrival at HubSpot.</param>
/// <param name="AfterEnqueueing">
/// From the sending of the message to the call's arrival at HubSpot, through the function app in its process. The time until an idle
/// listener looks at its queue again (up to <c>maxPollingInterval</c> of host.json) is part of it.
/// </param>
internal sealed record LoneResult(double GoalMilliseconds, Waits AfterDelivery, Waits AfterEnqueueing);
