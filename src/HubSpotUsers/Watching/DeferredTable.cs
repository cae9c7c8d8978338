using Azure.Data.Tables;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Watching;

/// <summary>How many messages can be taken again in which ten seconds. A message whose time has come may wait for days.</summary>
/// <param name="service">The storage account.</param>
internal sealed class DeferredTable(TableServiceClient service, TimeProvider time)
    : CountTable<DeferredCount>(service, time, Partition, DeferredSlots.PeriodLength, keptFor: TimeSpan.FromDays(7))
{
    /// <summary>The partition of the control table.</summary>
    public const string Partition = "deferred";

    /// <inheritdoc/>
    protected override DeferredCount Plus(DeferredCount one, DeferredCount other) => one.Plus(other);

    /// <inheritdoc/>
    protected override IEnumerable<long> NumbersOf(DeferredCount counts) => [counts.Messages, counts.FirstSeen.ToUnixTimeSeconds()];

    /// <inheritdoc/>
    protected override DeferredCount? Make(IReadOnlyList<long> numbers) =>
        numbers is [var messages, var seconds] && seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? new DeferredCount((int)messages, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;
}
