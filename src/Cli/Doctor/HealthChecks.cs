using Cli.Terminal;
using Cli.Wire;

namespace Cli.Doctor;

/// <summary>What the app's health says: its version, and storage, queue and token as it sees them with its own roles.</summary>
internal static class HealthChecks
{
    /// <summary>Reads a health.</summary>
    public static IEnumerable<CheckFinding> Of(HealthView health)
    {
        yield return VersionOf(health.Version);
        foreach (var check in health.Checks)
        {
            yield return check.Ready
                ? CheckFinding.Ok(check.Name, "Ready.")
                : CheckFinding.Fail(check.Name, check.Reason ?? "Not ready.", check.Name switch
                {
                    "token" => "Check the secret in the vault, the app's role Key Vault Secrets User, and KeyVault:VaultUri.",
                    _ => "Check that the storage account is there, and the app's roles on its queues and tables: docs/deploy.md.",
                });
        }
    }

    private static CheckFinding VersionOf(string? version) => version switch
    {
        null => CheckFinding.Warn("version", "The app does not say its version.", "Deploy the version that belongs to the tool."),
        _ when CliVersion.BelongsTo(version) => CheckFinding.Ok("version", $"App {version}, tool {CliVersion.Full}."),
        _ => CheckFinding.Warn("version", $"The app is {version}, the tool {CliVersion.Full}.", "Install the tool of the app's version: docs/cli.md."),
    };
}

/// <summary>What the app's status says: whether users are sent, and what waits.</summary>
internal static class StatusChecks
{
    private const string Sending = "sending";
    private const string Backlog = "backlog";

    /// <summary>The age at which the alerts of the deployment fire, too.</summary>
    private static readonly TimeSpan MaxQueueAge = TimeSpan.FromMinutes(15);

    /// <summary>The token is looked up again every few minutes while users are sent; an idle app need not.</summary>
    private static readonly TimeSpan MaxTokenAge = TimeSpan.FromHours(24);

    /// <summary>Reads a status.</summary>
    public static IEnumerable<CheckFinding> Of(StatusView status)
    {
        yield return SendingOf(status);
        yield return status.Instances.Count is 0
            ? CheckFinding.Warn("processes", "None was seen in the last minute.", "An idle app may have none; with users waiting, check that the app is started and its queue trigger not disabled.")
            : CheckFinding.Ok("processes", $"{Words.Of(status.Instances.Count)} seen in the last minute.");
        yield return QueueOf(status.Queue);
        yield return PoisonOf(status.Poison);
        yield return status.TokenAgeSeconds is { } age && TimeSpan.FromSeconds(age) > MaxTokenAge
            ? CheckFinding.Warn("token age", $"Confirmed by the vault {Words.Of(TimeSpan.FromSeconds(age))} ago.", "Check that the app reaches the vault.")
            : CheckFinding.Ok("token age", status.TokenAgeSeconds is { } known ? $"Confirmed by the vault {Words.Of(TimeSpan.FromSeconds(known))} ago." : "No process has needed the token yet.");
    }

    private static CheckFinding SendingOf(StatusView status) => status switch
    {
        { Pause: { NeedsPerson: true } pause } => CheckFinding.Fail(Sending, $"Paused: {pause.Message ?? pause.Reason}.", pause.Reason is "Operator" ? $"End the pause when its reason is gone: {CliCommand.Name} resume." : "See \"Sending is paused\" in docs/runbook.md."),
        { Pause: { } pause } => CheckFinding.Warn(Sending, $"Paused: {pause.Message ?? pause.Reason}{(pause.Until is { } until ? $", until {Words.Of(until)}" : string.Empty)}.", pause.Reason is "Operator" ? $"End the pause when its reason is gone: {CliCommand.Name} resume." : "It ends by itself."),
        { Mode: not "Run" } => CheckFinding.Warn(Sending, $"The mode is {status.Mode}: no user is created.", $"{CliCommand.Name} resume, or Processing__Mode=Run."),
        _ => CheckFinding.Ok(Sending, "Users are sent."),
    };

    private static CheckFinding QueueOf(QueueView? queue) => queue switch
    {
        null => CheckFinding.Warn(Backlog, "The app cannot count it now.", "Run the command again."),
        { OldestSeconds: { } age } when TimeSpan.FromSeconds(age) > MaxQueueAge => CheckFinding.Warn(Backlog, $"{Words.Of(queue.Messages, "message")}, the oldest {Words.Of(TimeSpan.FromSeconds(age))} old.", $"Compare the rate with the limit ({CliCommand.Name} status), and look at what holds users up: docs/runbook.md."),
        _ => CheckFinding.Ok(Backlog, $"{Words.Of(queue.Messages, "message")}."),
    };

    private static CheckFinding PoisonOf(PoisonStatus? poison) => poison switch
    {
        null => CheckFinding.Warn("poison", "The app does not show its poison queue.", "It has no right to, or Poison:IsManaged is false: read the queue itself, as docs/runbook.md says."),
        { Messages: > 0 } => CheckFinding.Warn("poison", $"{Words.Of(poison.Messages, "message")}{(poison.OldestSeconds is { } age ? $", the oldest {Words.Of(TimeSpan.FromSeconds(age))} old" : string.Empty)}.", $"{CliCommand.Name} poison list"),
        _ => CheckFinding.Ok("poison", "Empty."),
    };
}
