namespace Cli.Wire;

/// <summary>What waits, how fast it goes and what holds it up.</summary>
internal sealed record StatusView(
    string Mode,
    PauseView? Pause,
    QueueView? Queue,
    PoisonStatus? Poison,
    RateView Rate,
    DayView? Day,
    long? TokenAgeSeconds,
    string Version,
    IReadOnlyList<InstanceView> Instances);

/// <summary>Why sending is paused.</summary>
internal sealed record PauseView(string Reason, string? Message, DateTimeOffset? Until, bool NeedsPerson);

/// <summary>What waits on the queue.</summary>
internal sealed record QueueView(int Messages, int? Waiting, int? Deferred, int? InProcess, long? OldestSeconds);

/// <summary>What is in the poison queue.</summary>
internal sealed record PoisonStatus(int Messages, long? OldestSeconds);

/// <summary>The rate at which users get their outcome.</summary>
internal sealed record RateView(double UsersPerSecond, double Limit);

/// <summary>The account's calls of the day.</summary>
internal sealed record DayView(long? Limit, long? Remaining);

/// <summary>A process of the app.</summary>
internal sealed record InstanceView(string Id, string? Version, DateTimeOffset StartedAt, DateTimeOffset SeenAt, double UsersPerSecond, int MessagesInProcess);

/// <summary>Whether the app is ready.</summary>
internal sealed record HealthView(string Status, string? Version, IReadOnlyList<HealthCheck> Checks, SendingView? Sending);

/// <summary>Whether a part of it is.</summary>
internal sealed record HealthCheck(string Name, bool Ready, string? Reason);

/// <summary>Whether users are sent.</summary>
internal sealed record SendingView(string Mode, string? PausedFor, DateTimeOffset? Until);

/// <summary>What the app may do.</summary>
internal sealed record RightsView(IReadOnlyList<RightCheck> Rights);

/// <summary>Whether the app has a right.</summary>
internal sealed record RightCheck(string Name, string State, string? Reason);

/// <summary>Whether users are sent, after a pause began or ended.</summary>
internal sealed record ModeView(string Mode, PauseView? Pause);
