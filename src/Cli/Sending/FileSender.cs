using System.Globalization;
using Cli.Connection;
using Cli.Files;
using Cli.Terminal;
using Cli.Uploads;
using Cli.Wire;

namespace Cli.Sending;

/// <summary>Sends one file, as the command line and the sandbox do: checked first, resumed where it was interrupted, followed to the outcomes of its users.</summary>
/// <param name="client">The app.</param>
/// <param name="context">Shows what it finds and how far it is.</param>
/// <param name="import">How the file is imported.</param>
internal sealed class FileSender(AppClient client, CliContext context, LocalFile file, Import import)
{
    private readonly ProgressView _progress = new(context);

    /// <summary>Checks the file and shows what was found.</summary>
    /// <exception cref="CliException">It cannot be taken as a whole.</exception>
    public async Task<FileCheck> CheckAsync(CancellationToken cancellationToken)
    {
        var check = await new FileChecker(client, context).CheckAsync(file, import, cancellationToken);
        new CheckView(context).Show(file, check);
        return check;
    }

    /// <summary>Ends with the check.</summary>
    public SendReport LeaveUnsent(FileCheck check)
    {
        _progress.End(check.Acceptable is 0 ? "No line of the file can be sent." : "Nothing was sent: this was a dry run.");
        return new SendReport(check, IsSent: false, IdempotencyKey: null, RequestId: null, Accepted: null, check.Faulty, Request: null);
    }

    /// <summary>Sends the users of the file; under a key that was sent before it resumes where that stopped.</summary>
    /// <param name="check">What the check found.</param>
    /// <param name="key">The key; null for that of the file and how it is read.</param>
    public async Task<SendReport> SendAsync(FileCheck check, string? key, CancellationToken cancellationToken)
    {
        key ??= import.KeyOf(await file.HashAsync(cancellationToken), file.How.Charset);
        var startedAt = context.Time.GetTimestamp();
        using var upload = new FileUpload(file, sent => _progress.Show(() => ProgressOf(check, sent, context.Time.GetElapsedTime(startedAt))));
        var response = await client.PostFileAsync(import.Path, upload, key, CliJson.Default.ImportResponse, cancellationToken);
        _progress.End($"{Words.Of(response.Accepted, "user")} on the queue after {Words.Of(context.Time.GetElapsedTime(startedAt))}: request {response.RequestId}.");
        return new SendReport(check, IsSent: true, key, response.RequestId, response.Accepted, response.Faulty, Request: null);
    }

    /// <summary>Follows the users that were sent to their outcomes.</summary>
    public async Task<SendReport> FollowAsync(SendReport sent, CancellationToken cancellationToken) =>
        sent with { Request = await new RequestFollower(client, context).FollowAsync(sent.RequestId!, cancellationToken) };

    private string ProgressOf(FileCheck check, long sent, TimeSpan elapsed)
    {
        var share = (double)sent / Math.Max(1, file.File.Length);
        var users = (long)(check.Acceptable * share);
        var left = share > 0 ? elapsed / share * (1 - share) : TimeSpan.Zero;
        return string.Create(CultureInfo.InvariantCulture, $"Sending {share:P0}: {Words.Of(users)} of {Words.Of(check.Acceptable, "user")}, {Words.Rate(users / Math.Max(0.001, elapsed.TotalSeconds))}, {Words.Of(left)} left");
    }
}
