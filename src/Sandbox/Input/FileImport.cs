using Cli;
using Cli.Connection;
using Cli.Files;
using Cli.Sending;
using Cli.Terminal;
using Cli.Uploads;
using History;
using Sandbox.Storms;
using Simulators.HubSpot;
using Spectre.Console;

namespace Sandbox.Input;

/// <summary>Sends a file to the running app as <c>hubspot-users send --yes</c> does: by the command line's own sender, over HTTP.</summary>
/// <param name="account">The simulated account.</param>
/// <param name="sent">Keeps account of the messages that the app makes of it.</param>
/// <param name="storm">What goes wrong on the way; then the same is sent again, as a person would. Null for nothing.</param>
/// <param name="context">Where the command line shows what it finds, and progress.</param>
internal sealed class FileImport(AppClient client, LocalFile file, HubSpotSettings account, SentMessages sent, StormCourse? storm, CliContext context)
{
    /// <summary>Longer than a storm lasts: an app that could not read the account's properties does not ask for them again for a minute.</summary>
    private const int MaxResends = 60;

    /// <summary>How long it is from a failure to the next attempt: about as long as a storm keeps storage away.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>How long a request may be behind the outcomes of its users.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Every run has an account of its own, so a file that an earlier run sent is sent anew.</summary>
    private readonly string _key = $"sandbox-{Guid.CreateVersion7():N}";

    private readonly FileSender _sender = new(client, context, file, Import.Of(file, []));

    /// <summary>What the command line reports; null until the file has been sent.</summary>
    public SendReport? Report { get; private set; }

    /// <summary>Checks the file and sends it, until all its users are on the queue.</summary>
    /// <exception cref="CliException">It cannot be taken, or the app cannot be reached.</exception>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var check = await AgainAsync(() => _sender.CheckAsync(cancellationToken), cancellationToken);
        sent.Expect(check.Acceptable);
        if (check.Acceptable is 0)
        {
            Report = _sender.LeaveUnsent(check);
            return;
        }

        storm?.StrikeImport(check.Acceptable);

        var report = await AgainAsync(() => _sender.SendAsync(check, _key, cancellationToken), cancellationToken);
        await using var body = file.File.OpenRead();
        using var users = await file.OpenUsersAsync(body, file.Map, SimulatedAccount.CatalogOf(account));
        foreach (var message in await ImportedMessages.OfAsync(report.RequestId!, users))
        {
            sent.Add(message, MessageInputs.Of(message.Body).Count);
        }

        Report = report;
    }

    /// <summary>
    /// Follows the request to its end, which comes soon after the last outcome. Only what a process that was killed did not count is counted when
    /// the app compares the request with the rows of its users, after ten minutes: that is not waited for.
    /// </summary>
    /// <exception cref="SandboxException">It does not end.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (Report is not { IsSent: true } report)
        {
            return;
        }

        using var patience = new CancellationTokenSource(Patience, context.Time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            Report = await _sender.FollowAsync(report, ending.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var request = await RequestFollower.ReadAsync(client, report.RequestId!, cancellationToken);
            Report = report with { Request = request };
            var behind = $"Request {report.RequestId} has counted {Words.Of(request.Inputs - request.Pending)} of {Words.Of(request.Inputs, "user")}, {Words.Of(Patience)} after they all had their outcome.";
            context.Notes.WriteLine(storm is null ? throw new SandboxException(behind) : $"{behind} The app counts the others within minutes.");
        }
    }

    private async Task<T> AgainAsync<T>(Func<Task<T>> sendAsync, CancellationToken cancellationToken)
    {
        for (var left = storm is null ? 0 : MaxResends; ; left--)
        {
            try
            {
                return await sendAsync();
            }
            catch (CliException exception) when (left > 0 && exception.Code is ExitCode.Unreachable)
            {
                context.Fail(exception.Message, exception.NextStep);
                await Task.Delay(Pause, context.Time, cancellationToken);
            }
        }
    }
}
