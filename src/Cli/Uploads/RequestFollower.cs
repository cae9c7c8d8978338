using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;

namespace Cli.Uploads;

/// <summary>Follows a request until its users have their outcomes, or until nothing but a person can give them any.</summary>
/// <param name="client">The app.</param>
/// <param name="context">The terminal and the clock.</param>
internal sealed class RequestFollower(AppClient client, CliContext context)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>After this long without a change something may hold the users up.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <summary>Users of these reasons have their outcome; those of any other wait in the poison queue without one.</summary>
    private static readonly string[] WithOutcome = ["Rejected", "Unknown", "IdReused"];

    private readonly ProgressView _progress = new(context);

    /// <summary>Follows a request.</summary>
    /// <param name="id">The request.</param>
    /// <param name="cancellationToken">Stops following; the users go on.</param>
    /// <returns>How far it was last.</returns>
    public async Task<RequestView> FollowAsync(string id, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, context.Time);
        var startedAt = context.Time.GetTimestamp();
        var (first, pending, changedAt, held) = ((int?)null, -1, startedAt, string.Empty);
        while (true)
        {
            var request = await ReadAsync(client, id, cancellationToken);
            first ??= request.Pending;
            if (request.Pending != pending)
            {
                (pending, changedAt, held) = (request.Pending, context.Time.GetTimestamp(), string.Empty);
            }
            else if (context.Time.GetElapsedTime(changedAt) > Quiet)
            {
                if (request.Pending > 0 && await CountPoisonedAsync(id, cancellationToken) >= request.Pending)
                {
                    _progress.End($"{Words.Of(request.Pending, "user")} of the request are in the poison queue without an outcome: {CliCommand.Name} poison list --request {id}");
                    return request;
                }

                (changedAt, held) = (context.Time.GetTimestamp(), await WhyAsync(cancellationToken));
            }

            if (request.IsDone() || request.State is "Interrupted" or "Open")
            {
                _progress.End($"{request.State}: {Words.Of(request.Outcomes)}.");
                return request;
            }

            _progress.Show(() => ProgressOf(request, first.Value, context.Time.GetElapsedTime(startedAt)) + held);
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Reads how far a request is.</summary>
    public static Task<RequestView> ReadAsync(AppClient client, string id, CancellationToken cancellationToken) =>
        client.GetAsync($"requests/{Uri.EscapeDataString(id)}?top=1", CliJson.Default.RequestView, cancellationToken);

    private static string ProgressOf(RequestView request, int first, TimeSpan elapsed)
    {
        var done = request.Inputs - request.Pending;
        var rate = (first - request.Pending) / Math.Max(0.001, elapsed.TotalSeconds);
        return Words.Progress(done, request.Inputs, request.Outcomes, rate);
    }

    private async Task<int> CountPoisonedAsync(string id, CancellationToken cancellationToken)
    {
        var count = 0;
        try
        {
            await foreach (var message in PoisonPages.ReadAsync(client, $"source={Uri.EscapeDataString(id)}", cancellationToken))
            {
                count += WithOutcome.Contains(message.Reason, StringComparer.Ordinal) ? 0 : message.Users;
            }
        }
        catch (CliException exception) when (exception.Code is ExitCode.Refused)
        {
            // The app does not show its poison queue; then following ends with Ctrl+C.
        }

        return count;
    }

    private async Task<string> WhyAsync(CancellationToken cancellationToken)
    {
        var status = await client.GetAsync("status", CliJson.Default.StatusView, cancellationToken);
        return status switch
        {
            { Pause: { } pause } => $" — sending is paused: {pause.Message ?? pause.Reason}{(pause.Until is { } until ? $", until {Words.Of(until)}" : string.Empty)}",
            { Mode: not "Run" } => $" — the app's mode is {status.Mode}",
            { Instances: [] } => " — no process of the app was seen in the last minute",
            _ => string.Empty,
        };
    }
}
