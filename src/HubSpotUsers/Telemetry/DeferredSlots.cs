namespace HubSpotUsers.Telemetry;

/// <summary>
/// How many messages this process deferred, by the ten seconds in which they can be taken again, in periods of an hour. The queue itself does not
/// say how many of its messages wait for their time.
/// </summary>
internal sealed class DeferredSlots(TimeProvider time) : CountSlots<DeferredCount>(time, PeriodLength)
{
    /// <summary>How long a period is.</summary>
    public static readonly TimeSpan PeriodLength = TimeSpan.FromHours(1);

    private readonly TimeProvider _time = time;

    /// <summary>Counts deferred messages.</summary>
    /// <param name="due">When they can be taken again.</param>
    /// <param name="messages">How many they are.</param>
    /// <param name="firstSeen">When their users first came.</param>
    internal void Add(DateTimeOffset due, int messages, DateTimeOffset firstSeen) =>
        Count(due, known => new DeferredCount(messages, firstSeen).Plus(known));

    /// <summary>Counts a message out that can be taken before its time.</summary>
    /// <param name="due">When it could have been.</param>
    internal void Release(DateTimeOffset due)
    {
        if (due > _time.GetUtcNow())
        {
            Count(due, known => new DeferredCount(-1, DateTimeOffset.MaxValue).Plus(known));
        }
    }
}

/// <summary>Messages that can be taken again in the same ten seconds.</summary>
/// <param name="Messages">How many they are. A process that made messages of another visible counts less than none; all processes together are right.</param>
/// <param name="FirstSeen">When the first of their users came.</param>
internal sealed record DeferredCount(int Messages, DateTimeOffset FirstSeen)
{
    /// <summary>Gives both together.</summary>
    internal DeferredCount Plus(DeferredCount? other) =>
        other is null ? this : new DeferredCount(Messages + other.Messages, FirstSeen < other.FirstSeen ? FirstSeen : other.FirstSeen);
}
