namespace Testing.Fakes;

/// <summary>The clock of a machine that is set wrong: it runs as <paramref name="time"/> does, but shows another time.</summary>
internal sealed class SkewedTime(TimeProvider time, TimeSpan skew) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + skew;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
