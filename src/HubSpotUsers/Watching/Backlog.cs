using HubSpotUsers.Queue;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Watching;

/// <summary>
/// Looks at all that waits: queue, deferred messages and poison. Storage shows 32 messages at the front of a queue and counts the others, whether
/// they are visible or not (Azure: Peek Messages, Get Queue Metadata); with more than these, what the processes deferred is known from their counts.
/// </summary>
/// <param name="queues">Measures the queues.</param>
/// <param name="deferred">The messages that the processes deferred.</param>
/// <param name="poisonIndex">Lists the poison queue.</param>
/// <param name="instances">Say what they have in work.</param>
/// <param name="meters">Take what was measured.</param>
internal sealed class Backlog(QueueMeasurer queues, DeferredTable deferred, PoisonIndex poisonIndex, InstanceTable instances, Meters meters, TimeProvider time)
{
    /// <summary>Looks.</summary>
    internal async Task<BacklogView> LookAsync(CancellationToken cancellationToken)
    {
        var (measuring, poisoned, reading) = (queues.MeasureUsersAsync(cancellationToken), LookAtPoisonAsync(cancellationToken), instances.ReadAsync());
        var (users, poison, alive) = (await measuring, await poisoned, await reading);
        var (now, inProcess) = (time.GetUtcNow(), alive.Sum(instance => instance.MessagesInProcess));

        // The queue is first in, first out, or nearly: what came back before the last message that was seen is seen, too, or has been taken.
        var from = users.SeenUntil is { } seen && seen < now ? seen : now;
        var slots = (await deferred.ReadAsync(CountTime.StartOf(from, CountTime.SlotLength))).Where(slot => slot.Counts.Messages > 0).ToList();

        // What is neither visible nor in work waits for its time.
        var rest = Math.Max(0, users.Messages - users.Peeked - inProcess);
        var hidden = users.SeenUntil is null ? rest : Math.Min(rest, slots.Where(slot => slot.At > now).Sum(slot => slot.Counts.Messages));
        var behind = rest > 0 ? slots : [];
        var inLine = Longest(users.OldestAge, behind.Where(slot => slot.At <= now), now);
        return new BacklogView(
            users.Messages,
            users.Peeked + rest - hidden,
            hidden,
            inProcess,
            inLine,
            Longest(inLine, behind, now),
            poison,
            alive);
    }

    /// <summary>Looks, and reports it as measurements.</summary>
    internal async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var view = await LookAsync(cancellationToken);
        meters.Backlog(view.Messages, view.Deferred, view.WaitingAge, view.Poison?.Messages, view.Poison?.OldestAge);
    }

    private static TimeSpan Longest(TimeSpan age, IEnumerable<(DateTimeOffset At, DeferredCount Counts)> slots, DateTimeOffset now) =>
        slots.Select(slot => now - slot.Counts.FirstSeen).Append(age).Max();

    /// <summary>Of a poison queue that is longer than what can be seen, the list says how old it is.</summary>
    private async Task<QueueMeasure?> LookAtPoisonAsync(CancellationToken cancellationToken)
    {
        var measured = await queues.MeasurePoisonAsync(cancellationToken);
        if (measured is not { SeenUntil: not null })
        {
            return measured;
        }

        var failedAt = (await poisonIndex.ReadAsync()).Select(entry => entry.FailedAt).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        return failedAt < time.GetUtcNow() - measured.OldestAge ? measured with { OldestAge = time.GetUtcNow() - failedAt } : measured;
    }
}

/// <summary>What waits, and which processes are there.</summary>
/// <param name="Messages">All messages of the queue; the service counts approximately.</param>
/// <param name="Waiting">How many can be taken now.</param>
/// <param name="Deferred">How many wait for their time.</param>
/// <param name="InProcess">How many are in work.</param>
/// <param name="WaitingAge">How long ago the users of the oldest message that can be taken now first came.</param>
/// <param name="OldestAge">The same of all messages that are not in work, deferred ones too.</param>
/// <param name="Poison">The poison queue; null when the app has no right to read it.</param>
/// <param name="Instances">The processes.</param>
internal sealed record BacklogView(
    int Messages,
    int Waiting,
    int Deferred,
    int InProcess,
    TimeSpan WaitingAge,
    TimeSpan OldestAge,
    QueueMeasure? Poison,
    IReadOnlyList<InstanceState> Instances);
