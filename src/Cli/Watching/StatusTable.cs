using System.Globalization;
using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Watching;

/// <summary>The status as a table and as one line.</summary>
internal static class StatusTable
{
    /// <summary>Whether a person must do something: a pause that does not end by itself, or poison.</summary>
    public static bool NeedsPerson(StatusView status) => status is { Pause.NeedsPerson: true } or { Poison.Messages: > 0 };

    /// <summary>Makes the table.</summary>
    public static Table Of(StatusView status, Deployment deployment)
    {
        var table = Words.Table("app", deployment.Name);
        table.AddRow(new Text("sending"), SendingOf(status));
        table.AddText("rate", string.Create(CultureInfo.InvariantCulture, $"{status.Rate.UsersPerSecond:N0} of {status.Rate.Limit:N0} users a second"));
        table.AddText("queue", QueueOf(status.Queue));
        table.AddRow(new Text("poison"), PoisonOf(status.Poison));
        table.AddText("calls left today", status.Day is { Remaining: { } remaining, Limit: { } limit } ? $"{Words.Of(remaining)} of {Words.Of(limit)}" : "not known yet");
        table.AddText("token", status.TokenAgeSeconds is { } age ? $"confirmed {Words.Of(TimeSpan.FromSeconds(age))} ago" : "no process has one");
        table.AddText("version", status.Version);
        foreach (var instance in status.Instances)
        {
            table.AddText($"process {instance.Id[^Math.Min(8, instance.Id.Length)..]}", $"{Words.Rate(instance.UsersPerSecond)}, {Words.Of(instance.MessagesInProcess, "message")} in work, since {Words.Of(instance.StartedAt)}");
        }

        return table;
    }

    /// <summary>Puts it on one line.</summary>
    public static string LineOf(StatusView status, DateTimeOffset now) => string.Join(", ", new[]
    {
        Words.Of(now),
        Sending(status),
        string.Create(CultureInfo.InvariantCulture, $"{status.Rate.UsersPerSecond:N0}/{status.Rate.Limit:N0} users/s"),
        $"queue {QueueOf(status.Queue)}",
        $"poison {status.Poison?.Messages.ToString(CultureInfo.InvariantCulture) ?? "not shown"}",
    });

    private static string Sending(StatusView status) => status.Pause is { } pause
        ? $"paused: {pause.Message ?? pause.Reason}{(pause.Until is { } until ? $", until {Words.Of(until)}" : string.Empty)}"
        : status.Mode is "Run" ? "running" : status.Mode;

    private static Text SendingOf(StatusView status) => new(Sending(status), status switch
    {
        { Pause.NeedsPerson: true } => Color.Red,
        { Pause: not null } => Color.Yellow,
        _ => Color.Green,
    });

    private static string QueueOf(QueueView? queue)
    {
        if (queue is null)
        {
            return "not known";
        }

        var parts = new List<string> { Words.Of(queue.Messages, "message") };
        Add(queue.Waiting, "waiting");
        Add(queue.Deferred, "deferred");
        Add(queue.InProcess, "in work");
        if (queue.OldestSeconds is { } oldest)
        {
            parts.Add($"oldest {Words.Of(TimeSpan.FromSeconds(oldest))}");
        }

        return string.Join(", ", parts);

        void Add(int? count, string what)
        {
            if (count is { } known)
            {
                parts.Add($"{Words.Of(known)} {what}");
            }
        }
    }

    private static Text PoisonOf(PoisonStatus? poison) => poison switch
    {
        null => new Text("the app does not show it"),
        { Messages: 0 } => new Text("empty"),
        _ => new Text($"{Words.Of(poison.Messages, "message")}{(poison.OldestSeconds is { } oldest ? $", oldest {Words.Of(TimeSpan.FromSeconds(oldest))}" : string.Empty)}: {CliCommand.Name} poison list", Color.Red),
    };
}
