using Api.Reading;
using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.Telemetry;
using HubSpotUsers.Watching;
using Microsoft.AspNetCore.Http;

namespace Api.Health;

/// <summary>Responds to <c>GET /api/outcomes</c>: what became of users in the last hour, and today.</summary>
public sealed class OutcomesEndpoint
{
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    /// <summary>What was counted more than an hour ago changes no more, except by a process that could not report it; it is summed so often.</summary>
    private static readonly TimeSpan SumAgain = TimeSpan.FromMinutes(1);

    private readonly OutcomeTable _table;
    private readonly TimeProvider _time;
    private EarlierCounts _earlier = new(DateTimeOffset.MinValue, DateTimeOffset.MinValue, OutcomeCounts.None);

    internal OutcomesEndpoint(OutcomeTable table, TimeProvider time)
    {
        _table = table;
        _time = time;
    }

    /// <summary>Counts the users of all processes by outcome and time; what happened in the last seconds may be missing.</summary>
    public Task<IResult> GetAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
    {
        var now = _time.GetUtcNow();
        var from = CountTime.StartOf(now - Span, CountTime.SlotLength);
        var (today, earlier) = (new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero), _earlier);
        if (earlier.Day != today || earlier.Until <= from - SumAgain)
        {
            earlier = new EarlierCounts(today, from, Sum((await _table.ReadAsync(today < from ? today : from)).Where(slot => slot.At >= today && slot.At < from)));
            _earlier = earlier;
        }

        // From where the sum ends, or from where the hour begins: that may be the day before.
        var read = await _table.ReadAsync(earlier.Until < from ? earlier.Until : from);
        var ofToday = earlier.Counts.Plus(Sum(read.Where(slot => slot.At >= today && slot.At >= earlier.Until)));
        var slots = read.Where(slot => slot.At >= from);
        return ApiResult.Of(
            new OutcomesView(from, now, (int)CountTime.SlotLength.TotalSeconds, new OutcomesOfDay(Days.Write(today), ofToday.Created, ofToday.Duplicate, ofToday.Rejected, ofToday.Unknown, ofToday.DryRun), [.. slots.Select(slot => new OutcomeStep(slot.At, slot.Counts.Created, slot.Counts.Duplicate, slot.Counts.Rejected, slot.Counts.Unknown, slot.Counts.DryRun))]),
            HttpJson.Default.OutcomesView);
    });

    private static OutcomeCounts Sum(IEnumerable<(DateTimeOffset At, OutcomeCounts Counts)> slots) => slots.Aggregate(OutcomeCounts.None, (sum, slot) => sum.Plus(slot.Counts));

    /// <summary>What was counted on a day before a time.</summary>
    private sealed record EarlierCounts(DateTimeOffset Day, DateTimeOffset Until, OutcomeCounts Counts);
}

/// <summary>What became of users in the last hour, and today.</summary>
/// <param name="From">When the first step began.</param>
/// <param name="To">The time of the response.</param>
/// <param name="StepSeconds">How long a step is.</param>
/// <param name="Today">The counts of today, UTC.</param>
/// <param name="Steps">The steps of the last hour in which users got an outcome, the oldest first.</param>
internal sealed record OutcomesView(DateTimeOffset From, DateTimeOffset To, int StepSeconds, OutcomesOfDay Today, IReadOnlyList<OutcomeStep> Steps);

/// <summary>How many users got which outcome on a day; one that was sent again counts again.</summary>
/// <param name="Day">The day, as yyyyMMdd.</param>
/// <param name="Created">Users created.</param>
/// <param name="Duplicate">Users that HubSpot already had.</param>
/// <param name="Rejected">Users refused.</param>
/// <param name="Unknown">Users of unknown outcome.</param>
/// <param name="DryRun">Users with which everything but the call was done.</param>
internal sealed record OutcomesOfDay(string Day, int Created, int Duplicate, int Rejected, int Unknown, int DryRun);

/// <summary>How many users got which outcome in a step.</summary>
/// <param name="At">When the step began.</param>
/// <param name="Created">Users created.</param>
/// <param name="Duplicate">Users that HubSpot already had.</param>
/// <param name="Rejected">Users refused.</param>
/// <param name="Unknown">Users of unknown outcome.</param>
/// <param name="DryRun">Users with which everything but the call was done.</param>
internal sealed record OutcomeStep(DateTimeOffset At, int Created, int Duplicate, int Rejected, int Unknown, int DryRun);
