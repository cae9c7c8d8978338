using Api.Responses;
using HubSpotUsers.Batching;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Pausing;
using HubSpotUsers.Telemetry;
using HubSpotUsers.Watching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Api.Health;

/// <summary>Responds to <c>GET /api/status</c>: everything in one look.</summary>
public sealed class StatusEndpoint
{
    private readonly Backlog _backlog;
    private readonly SendingGate _sendingGate;
    private readonly double _usersPerSecond;
    private readonly string? _portalId;

    internal StatusEndpoint(Backlog backlog, SendingGate gate, IOptions<HubSpotOptions> hubSpot, IOptions<BatchingOptions> batching)
    {
        _backlog = backlog;
        _sendingGate = gate;
        _usersPerSecond = (double)hubSpot.Value.RateLimit * batching.Value.MaxInputs / HubSpotOptions.RateLimitSeconds;
        _portalId = string.IsNullOrEmpty(hubSpot.Value.PortalId) ? null : hubSpot.Value.PortalId;
    }

    /// <summary>Says what waits, how fast it goes, and what holds it up.</summary>
    public Task<IResult> GetAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
    {
        var (looking, sending) = (_backlog.LookAsync(request.HttpContext.RequestAborted), await _sendingGate.LookAsync());
        var view = await looking;
        var quota = view.Instances.Where(instance => instance.DayLimit is not null).MaxBy(instance => instance.SeenAt);
        return ApiResult.Of(
            new StatusView(
                sending.Mode,
                PauseView.Of(sending.Pause),
                new QueueView(view.Messages, view.Waiting, view.Deferred, view.InProcess, (long)view.OldestAge.TotalSeconds),
                view.Poison is { } poison ? new PoisonStatus(poison.Messages, (long)poison.OldestAge.TotalSeconds) : null,
                new RateView(Math.Round(view.Instances.Sum(instance => instance.UsersPerSecond), 1), _usersPerSecond),
                quota is null ? null : new DayView(quota.DayLimit!.Value, quota.DayRemaining),
                view.Instances.Max(instance => instance.TokenAgeSeconds) is { } age ? (long)age : null,
                AppVersion.Text,
                [.. view.Instances.Select(instance => new InstanceView(instance.Id, instance.Version, instance.StartedAt, instance.SeenAt, instance.UsersPerSecond, instance.MessagesInProcess))],
                _portalId),
            HttpJson.Default.StatusView);
    });
}

/// <summary>The state of the app.</summary>
/// <param name="Mode">What the app does with users: Run, Pause or DryRun.</param>
/// <param name="Pause">Why sending is paused; null when it is not.</param>
/// <param name="Queue">What waits.</param>
/// <param name="Poison">What a person must look at; null when the app has no right to read the poison queue.</param>
/// <param name="Rate">The rate at which users get their outcome.</param>
/// <param name="Day">The account's calls of the day; null until HubSpot has reported them.</param>
/// <param name="TokenAgeSeconds">How long ago the token was read from the vault, or confirmed by it, in the process where that is longest ago; null when no process has one.</param>
/// <param name="Version">The version and the commit of the process that responds.</param>
/// <param name="Instances">The processes that were seen in the last minute, the oldest first.</param>
/// <param name="PortalId">The account's id in HubSpot, for links to its records; null when the setting HubSpot:PortalId is not set.</param>
internal sealed record StatusView(
    ProcessingMode Mode,
    PauseView? Pause,
    QueueView Queue,
    PoisonStatus? Poison,
    RateView Rate,
    DayView? Day,
    long? TokenAgeSeconds,
    string Version,
    IReadOnlyList<InstanceView> Instances,
    string? PortalId);

/// <summary>A pause.</summary>
/// <param name="Reason">Why sending is paused.</param>
/// <param name="Message">The same as a sentence.</param>
/// <param name="Until">When it ends, or one call probes whether it has; by then operators' pauses are looked at again.</param>
/// <param name="NeedsPerson">Whether it probably lasts until a person acts.</param>
internal sealed record PauseView(string Reason, string Message, DateTimeOffset Until, bool NeedsPerson)
{
    /// <summary>Makes the view of a pause.</summary>
    public static PauseView? Of(Pause? pause) =>
        pause is null ? null : new PauseView(pause.Reason.ToString(), pause.Message, pause.Until, pause.NeedsPerson || pause.Reason is PauseReason.Operator);
}

/// <summary>What the queue of user messages holds.</summary>
/// <param name="Messages">All its messages; storage counts approximately.</param>
/// <param name="Waiting">Those that can be taken now.</param>
/// <param name="Deferred">Those that wait for their time. While 32 or more can be taken now: the deferred ones, without those of the last seconds.</param>
/// <param name="InProcess">Those being processed, as the processes reported in the last ten seconds.</param>
/// <param name="OldestSeconds">How long ago the users of the oldest message that is not being processed were first put there, in seconds; deferred messages are included.</param>
internal sealed record QueueView(int Messages, int Waiting, int Deferred, int InProcess, long OldestSeconds);

/// <summary>What the poison queue holds.</summary>
/// <param name="Messages">Its messages; storage counts approximately.</param>
/// <param name="OldestSeconds">How long ago the oldest was put there, in seconds.</param>
internal sealed record PoisonStatus(int Messages, long OldestSeconds);

/// <summary>The rate at which users get their outcome.</summary>
/// <param name="UsersPerSecond">How many do, a second, in the last ten.</param>
/// <param name="Limit">How many could within HubSpot's limit.</param>
internal sealed record RateView(double UsersPerSecond, double Limit);

/// <summary>The account's calls of the day.</summary>
/// <param name="Limit">How many there are.</param>
/// <param name="Remaining">How many are left.</param>
internal sealed record DayView(int Limit, int? Remaining);

/// <summary>A process of the app.</summary>
/// <param name="Id">The process.</param>
/// <param name="Version">The version and the commit it was built from.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="SeenAt">When it last reported.</param>
/// <param name="UsersPerSecond">How many users got their outcome from it, a second.</param>
/// <param name="MessagesInProcess">How many messages it is processing.</param>
internal sealed record InstanceView(string Id, string Version, DateTimeOffset StartedAt, DateTimeOffset SeenAt, double UsersPerSecond, int MessagesInProcess);
