using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Testing.Fakes;

/// <summary>A clock that stands still until it is advanced, and knows which timers wait for it.</summary>
internal sealed class VirtualTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero))
{
    private readonly ConcurrentDictionary<TrackedTimer, DateTimeOffset> _due = new();

    /// <summary>A timer must not be changed or disposed on one thread while the clock fires it on another.</summary>
    private readonly Lock _clock = new();

    public int Timers => _due.Count;

    /// <summary>How long until the next timer is due; null when none waits.</summary>
    public TimeSpan? UntilNext
    {
        get
        {
            DateTimeOffset[] due = [.. _due.Values];
            return due.Length is 0 ? null : due.Min() - GetUtcNow();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        using var held = _clock.EnterScope();
        var timer = new TrackedTimer(this);
        timer.Inner = base.CreateTimer(
            given =>
            {
                timer.Fired();
                callback(given);
            },
            state,
            dueTime,
            period);
        timer.Track(dueTime);
        return timer;
    }

    /// <summary>Lets time pass.</summary>
    public new void Advance(TimeSpan delta)
    {
        lock (_clock)
        {
            base.Advance(delta);
        }
    }

    /// <summary>Moves to the moment the next timer is due, unless that is farther away than <paramref name="longest"/>.</summary>
    public void AdvanceToNext(TimeSpan? longest = null)
    {
        if (UntilNext is { } wait && !(wait > longest))
        {
            // A timer that another thread made just as the clock moved is due a little later than it seems.
            Advance(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
        }
    }

    private sealed class TrackedTimer(VirtualTime time) : ITimer
    {
        public ITimer? Inner { get; set; }

        public void Track(TimeSpan dueTime)
        {
            if (dueTime <= TimeSpan.Zero)
            {
                time._due.TryRemove(this, out _);
            }
            else
            {
                time._due[this] = time.GetUtcNow() + dueTime;
            }
        }

        /// <summary>Forgets the time that has come, unless another thread has just set a new one.</summary>
        public void Fired()
        {
            if (time._due.TryGetValue(this, out var due) && due <= time.GetUtcNow())
            {
                time._due.TryRemove(KeyValuePair.Create(this, due));
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._clock)
            {
                // Who waits for the new time to be known must not advance past the old one.
                var changed = Inner!.Change(dueTime, period);
                Track(changed ? dueTime : TimeSpan.Zero);
                return changed;
            }
        }

        public void Dispose()
        {
            lock (time._clock)
            {
                time._due.TryRemove(this, out _);
                Inner!.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
