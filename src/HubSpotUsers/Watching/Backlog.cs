using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Watching;

/// <summary>Looks at all that waits: queue, deferred messages and poison.</summary>
/// <param name="queues">Measures the queues.</param>
/// <param name="instances">Say what they have in work.</param>
/// <param name="meters">Take what was measured.</param>
internal sealed class Backlog(QueueMeasurer queues, InstanceTable instances, Meters meters)
{
    /// <summary>Looks.</summary>
    internal async Task<BacklogView> LookAsync(CancellationToken cancellationToken)
    {
        var (measuring, poisoned, reading) = (queues.MeasureUsersAsync(cancellationToken), queues.MeasurePoisonAsync(cancellationToken), instances.ReadAsync());
        var (users, poison, alive) = (await measuring, await poisoned, await reading);
        var inProcess = alive.Sum(instance => instance.MessagesInProcess);

        // What is neither visible nor in work waits for its time.
        return new BacklogView(users, users.Waiting is { } waiting ? Math.Max(0, users.Messages - waiting - inProcess) : null, inProcess, poison, alive);
    }

    /// <summary>Looks, and reports it as measurements.</summary>
    internal async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var view = await LookAsync(cancellationToken);
        meters.Backlog(view.Users.Messages, view.Deferred, view.Users.OldestAge, view.Poison?.Messages, view.Poison?.OldestAge);
    }
}

/// <summary>What waits, and which processes are there.</summary>
/// <param name="Users">The queue of user messages.</param>
/// <param name="Deferred">How many of its messages wait for their time; null when too many are visible to tell.</param>
/// <param name="InProcess">How many of its messages are in work.</param>
/// <param name="Poison">The poison queue; null when the app has no right to read it.</param>
/// <param name="Instances">The processes.</param>
internal sealed record BacklogView(QueueMeasure Users, int? Deferred, int InProcess, QueueMeasure? Poison, IReadOnlyList<InstanceState> Instances);
