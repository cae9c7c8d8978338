using Api.Responses;
using HubSpotUsers.Telemetry;
using HubSpotUsers.Watching;
using Microsoft.AspNetCore.Http;

namespace Api.Health;

/// <summary>Responds to <c>GET /api/outcomes</c>: what became of users in the last hour.</summary>
public sealed class OutcomesEndpoint
{
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    private readonly OutcomeTable _table;
    private readonly TimeProvider _time;

    internal OutcomesEndpoint(OutcomeTable table, TimeProvider time)
    {
        _table = table;
        _time = time;
    }

    /// <summary>Counts the users of all processes by outcome and time; what happened in the last seconds may be missing.</summary>
    /// <param name="request">The request.</param>
    public Task<IResult> GetAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
    {
        var now = _time.GetUtcNow();
        var from = OutcomeSlots.StartOf(now - Span, OutcomeSlots.SlotLength);
        var slots = await _table.ReadAsync(from);
        return ApiResult.Of(
            new OutcomesView(from, now, (int)OutcomeSlots.SlotLength.TotalSeconds, [.. slots.Select(slot => new OutcomeStep(slot.At, slot.Counts.Created, slot.Counts.Duplicate, slot.Counts.Rejected, slot.Counts.Unknown, slot.Counts.DryRun))]),
            HttpJson.Default.OutcomesView);
    });
}

/// <summary>What became of users in the last hour.</summary>
/// <param name="From">When the first step began.</param>
/// <param name="To">The time of the response.</param>
/// <param name="StepSeconds">How long a step is.</param>
/// <param name="Steps">The steps in which users got an outcome, the oldest first.</param>
internal sealed record OutcomesView(DateTimeOffset From, DateTimeOffset To, int StepSeconds, IReadOnlyList<OutcomeStep> Steps);

/// <summary>How many users got which outcome in a step.</summary>
/// <param name="At">When the step began.</param>
/// <param name="Created">Users created.</param>
/// <param name="Duplicate">Users that were there already.</param>
/// <param name="Rejected">Users refused.</param>
/// <param name="Unknown">Users of unknown outcome.</param>
/// <param name="DryRun">Users with which everything but the call was done.</param>
internal sealed record OutcomeStep(DateTimeOffset At, int Created, int Duplicate, int Rejected, int Unknown, int DryRun);
