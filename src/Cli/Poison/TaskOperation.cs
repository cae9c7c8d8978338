using System.Text.Json.Serialization.Metadata;
using Cli.Connection;
using Cli.Wire;

namespace Cli.Poison;

/// <summary>An operation that begins a task: counted before a person is asked, then begun and followed.</summary>
/// <param name="call">The command.</param>
/// <param name="path">The operation.</param>
/// <param name="type">What it takes.</param>
internal sealed class TaskOperation<TRequest>(CommandCall call, string path, JsonTypeInfo<TRequest> type)
{
    /// <summary>Begins a task.</summary>
    /// <param name="request">What is decided.</param>
    /// <param name="waits">Whether to follow it to its end.</param>
    /// <param name="cancellationToken">Ends the following; the task goes on.</param>
    public async Task<PoisonTaskView> RunAsync(TRequest request, bool waits, CancellationToken cancellationToken)
    {
        var task = await call.Client.PostAsync(path, request, type, CliJson.Default.PoisonTaskView, cancellationToken);
        return waits ? await new TaskFollower(call.Client, call.Context).FollowAsync(task, cancellationToken) : task;
    }

    /// <summary>Counts what a task would do, so that the question to a person says it.</summary>
    /// <param name="dryRun">What would be decided, as a dry run.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    /// <exception cref="CliException">There is no person to ask, or the app stopped counting.</exception>
    public async Task<PoisonTaskView> CountAsync(TRequest dryRun, CancellationToken cancellationToken)
    {
        if (!call.Context.IsInteractive)
        {
            throw new CliException(ExitCode.Usage, "There is no terminal to ask at.", "Pass --yes, or --dry-run to see what would be done.");
        }

        var counted = await RunAsync(dryRun, waits: true, cancellationToken);
        return counted.IsStopped()
            ? throw new CliException(ExitCode.Unreachable, $"The app stopped counting.{(counted.Detail is null ? string.Empty : $" {counted.Detail}")}", "Run the command again.")
            : counted;
    }
}
