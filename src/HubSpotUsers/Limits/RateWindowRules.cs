namespace HubSpotUsers.Limits;

/// <summary>
/// How permits are taken from the window: one after the other on a single line of time (<see cref="PermitLine"/>), so that any window,
/// wherever it begins, holds no more than the limit, whoever took them.
/// </summary>
/// <param name="limit">The calls in a window.</param>
/// <param name="window">The window's length; HubSpot's is ten seconds, rolling (HubSpot: API usage guidelines).</param>
internal sealed class RateWindowRules(int limit, TimeSpan window)
{
    /// <summary>How late a permit may be used.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How much later than its permit's time one call may reach HubSpot than another: the grace, and more than as much again for clocks and
    /// network. Permits are given as if the window were longer by this.
    /// </summary>
    private static readonly TimeSpan Tolerance = Grace * 2.5;

    /// <summary>A process that took no permit for so long needs none.</summary>
    private static readonly TimeSpan ActiveFor = TimeSpan.FromSeconds(3);

    /// <summary>However much others take, so much of the limit is ours.</summary>
    private const double LeastShare = 0.05;

    /// <summary>Calls that reach HubSpot bunched make its count differ from ours by as many.</summary>
    private const double Slack = 2;

    /// <summary>The share of the limit by which the estimate of what others use grows.</summary>
    private const double Step = 0.05;

    /// <summary>The window's length.</summary>
    public TimeSpan Window => window;

    /// <summary>The calls in a window that are ours.</summary>
    public double LimitOf(RateWindow state)
    {
        var whole = WholeOf(state);
        return Math.Max(whole - state.Foreign, Math.Max(1, whole * LeastShare));
    }

    /// <summary>Takes permits.</summary>
    /// <param name="state">The window.</param>
    /// <param name="owner">The process.</param>
    /// <param name="request">How many it wants, and gives back.</param>
    /// <param name="now">The earliest time of the first one.</param>
    public (RateWindow State, PermitBlock Block) Take(RateWindow state, string owner, PermitRequest request, long now)
    {
        var unused = request.Use.Unused.ToHashSet();
        List<PermitBlock> blocks = [.. state.Blocks
            .Where(block => block.End > now - Period.Ticks - ActiveFor.Ticks)
            .Select(block => block.Without(unused))
            .OfType<PermitBlock>()
            .Concat(LateOf(owner, request))];
        var others = blocks.Where(block => block.End > now - ActiveFor.Ticks && block.Owner != owner).Select(block => block.Owner).Distinct(StringComparer.Ordinal).Count();
        var interval = IntervalOf(state);
        var share = Math.Max(1, (int)Math.Ceiling(TimeSpan.TicksPerSecond / (double)interval / (others + 1)));
        var wanted = Math.Clamp(request.Wanted, 1, share);
        using var line = new PermitLine(blocks, wanted, Math.Max(1, (int)WholeOf(state)), Period.Ticks, window.Ticks, interval);

        // Beside others who use the same token, what we did not use they may have.
        var canCatchUp = state.Foreign <= Slack && state.End > now - Period.Ticks;
        var credit = canCatchUp ? state.Credit + request.Use.Spared + line.MissedSince(request.WaitingSince, now) : 0;
        var (times, left) = line.Extend(now, credit);
        var taken = PermitBlock.Of(owner, times);
        Add(blocks, taken);
        return (state with { Blocks = blocks, Credit = canCatchUp ? left : 0 }, taken);
    }

    /// <summary>Makes room for calls that were made without permits, as if they were made now.</summary>
    public static RateWindow Skip(RateWindow state, string owner, int calls, long now) =>
        calls is 0 ? state : state with { Blocks = [.. state.Blocks, PermitBlock.Of(owner, [.. Enumerable.Repeat(now, calls)])] };

    /// <summary>A window of which nothing is known but that it may be full.</summary>
    public RateWindow Full(string owner, long now) => Skip(RateWindow.Empty with { MeasuredAt = now }, owner, limit, now);

    /// <summary>Corrects the window by what HubSpot's responses said of it.</summary>
    public RateWindow Correct(RateWindow state, IReadOnlyCollection<UsageSample> samples, long now)
    {
        var elapsed = Math.Max(0, now - state.MeasuredAt);
        var faded = state.Foreign * Math.Exp(-(double)elapsed / window.Ticks);
        var refused = samples.Count(sample => sample.IsRefused);
        var seen = samples.Where(sample => sample.IsRefused || IsRemembered(state, sample)).Select(sample => Foreign(state, sample, refused)).Append(0).Max();
        return state with
        {
            Announced = samples.Count > 0 ? samples.Select(PerWindow).Last() : state.Announced,
            Foreign = Math.Max(faded, seen),
            MeasuredAt = now,
        };
    }

    private TimeSpan Period => window + Tolerance;

    /// <summary>Permits that follow those this process took last stand in one block with them, so that the row is short however often it takes some.</summary>
    private static void Add(List<PermitBlock> blocks, PermitBlock taken)
    {
        if (blocks.Count > 0 && blocks[^1].Join(taken) is { } joined)
        {
            blocks[^1] = joined;
        }
        else
        {
            blocks.Add(taken);
        }
    }

    /// <summary>The calls that left late, as permits of the times at which they did.</summary>
    private static IEnumerable<PermitBlock> LateOf(string owner, PermitRequest request) => request.Use.Late.Select(time => new PermitBlock(owner, time, []));

    /// <summary>Whether the row still has all permits of the window that a sample tells of. It would take those it has not for calls of others.</summary>
    private bool IsRemembered(RateWindow state, UsageSample sample) => sample.At - sample.Interval.Ticks >= state.MeasuredAt - window.Ticks - ActiveFor.Ticks;

    private double WholeOf(RateWindow state) => Math.Min(limit, state.Announced ?? limit);

    private long IntervalOf(RateWindow state) => (long)Math.Ceiling(Period.Ticks / LimitOf(state) / PermitBlock.Step) * PermitBlock.Step;

    private double PerWindow(UsageSample sample) => sample.Max * (window / sample.Interval);

    /// <summary>
    /// What others used: all that HubSpot counted, less all that we may have used. A window that is full does not tell by how much
    /// more they want: then the estimate grows step by step, if there is reason to think that another app uses the token.
    /// </summary>
    private double Foreign(RateWindow state, UsageSample sample, int refused)
    {
        var step = PerWindow(sample) * Step;
        if (sample.IsRefused)
        {
            // A single one may be our own bunching.
            return state.Foreign + Math.Min(step, refused * Slack);
        }

        if (sample.Remaining is 0 && state.Foreign > Slack)
        {
            return state.Foreign + step;
        }

        var ours = state.Blocks.Sum(block => block.CountBetween(sample.At - sample.Interval.Ticks - Tolerance.Ticks, sample.At));
        var others = sample.Max - sample.Remaining - ours - Slack;
        return others <= 0 ? 0 : others * (window / sample.Interval);
    }
}
