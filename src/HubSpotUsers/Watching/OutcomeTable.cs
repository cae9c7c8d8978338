using Azure.Data.Tables;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Watching;

/// <summary>How many users got which outcome, in each ten seconds of the last day.</summary>
/// <param name="service">The storage account.</param>
internal sealed class OutcomeTable(TableServiceClient service, TimeProvider time)
    : CountTable<OutcomeCounts>(service, time, Partition, OutcomeSlots.PeriodLength, keptFor: TimeSpan.FromDays(1))
{
    /// <summary>The partition of the control table.</summary>
    public const string Partition = "outcomes";

    /// <inheritdoc/>
    protected override OutcomeCounts Plus(OutcomeCounts one, OutcomeCounts other) => one.Plus(other);

    /// <inheritdoc/>
    protected override IEnumerable<long> NumbersOf(OutcomeCounts counts) => [counts.Created, counts.Duplicate, counts.Rejected, counts.Unknown, counts.DryRun];

    /// <inheritdoc/>
    protected override OutcomeCounts? Make(IReadOnlyList<long> numbers) => numbers is [var created, var duplicate, var rejected, var unknown, var dryRun]
        ? new OutcomeCounts((int)created, (int)duplicate, (int)rejected, (int)unknown, Deferred: 0, (int)dryRun)
        : null;
}
