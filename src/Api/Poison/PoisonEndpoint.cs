using Api.Reading;
using Api.Responses;
using Azure.Storage.Queues;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Api.Poison;

/// <summary>Reports what is in the poison queue, without any value of it.</summary>
public sealed class PoisonEndpoint
{
    /// <summary>How long a scan is not asked for again.</summary>
    private static readonly TimeSpan ScanInterval = TimeSpan.FromMinutes(1);

    /// <summary>A scan of which nothing was heard for so long has lost its message: longer than any other task may keep it waiting after a crash.</summary>
    private static readonly TimeSpan ScanPatience = TimeSpan.FromMinutes(30);

    private readonly PoisonIndex _index;
    private readonly PoisonTasks _tasks;
    private readonly QueueClient _queue;
    private readonly PoisonSwitch _switch;
    private readonly TimeProvider _time;

    internal PoisonEndpoint(PoisonIndex index, PoisonTasks tasks, QueueServiceClient queues, IOptions<UsersQueueOptions> queue, PoisonSwitch poisonSwitch, TimeProvider time)
    {
        _index = index;
        _tasks = tasks;
        _queue = queues.GetQueueClient(queue.Value.Name + PoisonQueue.Suffix);
        _switch = poisonSwitch;
        _time = time;
    }

    /// <summary>Handles <c>GET /api/poison</c>: how many messages are there for which reason, and since when.</summary>
    public Task<IResult> GetAsync(HttpRequest request) => Guarded.RunAsync(request, async () =>
    {
        _switch.Check();
        var entries = await _index.ReadAsync();
        var queued = await CountAsync();
        var groups = entries.GroupBy(entry => entry.Reason).Select(GroupOf).OrderByDescending(group => group.Messages).ToList();
        var view = new PoisonView(queued, queued == entries.Count, groups, queued == entries.Count ? null : await ScanAsync());
        return ApiResult.Of(view, HttpJson.Default.PoisonView);
    });

    /// <summary>Handles <c>GET /api/poison/messages</c>: the messages, newest first.</summary>
    /// <param name="request">The request, with the parts of a filter, <c>top</c> and <c>continuation</c> in its query.</param>
    public Task<IResult> ListAsync(HttpRequest request) => Guarded.RunAsync(request, ["reason", "source", "id", "from", "to", "top", "continuation"], async () =>
    {
        _switch.Check();
        var (top, from) = (Paging.Top(request), Paging.From(request));
        var filter = PoisonQuery.Filter(Paging.Text(request, "reason"), Paging.Text(request, "source"), Paging.Text(request, "id"), Paging.Text(request, "from"), Paging.Text(request, "to"));
        var entries = (await _index.ReadAsync()).Where(filter.Matches).OrderByDescending(entry => entry.FailedAt).ThenBy(entry => entry.Id, StringComparer.Ordinal).ToList();
        var page = entries.Skip(from).Take(top).Select(PoisonMessageView.Of).ToList();
        return ApiResult.Of(new PoisonList(page, Paging.Next(from, top, entries.Count)), HttpJson.Default.PoisonList);
    });

    private static PoisonGroup GroupOf(IGrouping<PoisonReason, PoisonEntry> entries) => new(
        entries.Key.ToString(),
        entries.Count(),
        entries.Sum(entry => entry.Users),
        entries.Min(entry => entry.FailedAt),
        entries.Max(entry => entry.FailedAt),
        entries.Count(entry => entry.IsDoubtful),
        entries.Count(entry => entry.NeedsCorrection));

    /// <summary>The queue's own count includes messages that are invisible.</summary>
    private async Task<int> CountAsync()
    {
        try
        {
            return (await _queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;
        }
        catch (Azure.RequestFailedException exception) when (exception.Status is 404)
        {
            return 0;
        }
    }

    /// <summary>Has the queue scanned when the list is not what is in it, but not by everyone who asks.</summary>
    private async Task<string?> ScanAsync()
    {
        var now = _time.GetUtcNow();
        var scans = await _tasks.ReadScansAsync();
        if (scans.FirstOrDefault(scan => !scan.IsOver && scan.ChangedAt > now - ScanPatience) is { } running)
        {
            return running.Id;
        }

        if (scans.Any(scan => scan.EndedAt > now - ScanInterval))
        {
            return null;
        }

        var scan = new PoisonTask { Id = PoisonTaskId.Create(now), Kind = PoisonTaskKind.Scan, Filter = new PoisonFilter(), DecidedAt = now };
        await _tasks.BeginAsync(scan);
        await Task.WhenAll(scans.Select(_tasks.RemoveAsync));
        return scan.Id;
    }
}

/// <summary>What is in the poison queue.</summary>
/// <param name="Messages">How many messages are in the queue.</param>
/// <param name="IsComplete">Whether the groups are all of it; otherwise the queue is being scanned.</param>
/// <param name="Groups">The messages by reason, the largest group first.</param>
/// <param name="TaskId">The task that scans the queue; null when none does.</param>
internal sealed record PoisonView(int Messages, bool IsComplete, IReadOnlyList<PoisonGroup> Groups, string? TaskId);

/// <summary>The messages of one reason.</summary>
/// <param name="Reason">Why they were poisoned.</param>
/// <param name="Messages">How many there are.</param>
/// <param name="Users">How many users are in them.</param>
/// <param name="Oldest">When the first was poisoned.</param>
/// <param name="Newest">When the last was poisoned.</param>
/// <param name="Doubtful">How many have users that may be in HubSpot, so that a person must decide.</param>
/// <param name="NeedCorrection">How many have no user that can be sent as it is.</param>
internal sealed record PoisonGroup(string Reason, int Messages, int Users, DateTimeOffset Oldest, DateTimeOffset Newest, int Doubtful, int NeedCorrection);

/// <summary>A page of messages.</summary>
/// <param name="Messages">The messages, newest first.</param>
/// <param name="Continuation">Where the next page begins; null on the last one.</param>
internal sealed record PoisonList(IReadOnlyList<PoisonMessageView> Messages, string? Continuation);

/// <summary>A message of the poison queue, without its users' values.</summary>
/// <param name="Id">Its id on the poison queue.</param>
/// <param name="SourceId">The message or request its users came in; of a message without an identity a hash of its content.</param>
/// <param name="Reason">Why it is there.</param>
/// <param name="Users">How many users it has.</param>
/// <param name="Indexes">Their positions in the message or request they came in; the first 100.</param>
/// <param name="FailedAt">When it was poisoned.</param>
/// <param name="Doubtful">Whether its users may be in HubSpot, so that a person must decide.</param>
/// <param name="NeedsCorrection">Whether no user of it can be sent as it is.</param>
/// <param name="Detail">What went wrong.</param>
internal sealed record PoisonMessageView(string Id, string SourceId, string Reason, int Users, IReadOnlyList<int> Indexes, DateTimeOffset FailedAt, bool Doubtful, bool NeedsCorrection, string? Detail)
{
    /// <summary>Reports a message.</summary>
    public static PoisonMessageView Of(PoisonEntry entry) =>
        new(entry.Id, entry.SourceId, entry.Reason.ToString(), entry.Users, entry.Indexes, entry.FailedAt, entry.IsDoubtful, entry.NeedsCorrection, entry.Detail);
}
