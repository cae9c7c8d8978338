using HubSpotUsers.Queue;

namespace HubSpotUsers.Redriving;

/// <summary>What a slice keeps in mind on its way through the poison queue.</summary>
/// <param name="scan">Its way.</param>
/// <param name="listed">What was listed when it began.</param>
/// <param name="endsAt">When its time is over.</param>
/// <param name="rate">How fast it may go.</param>
internal sealed class PoisonPass(PoisonScan scan, IReadOnlyList<PoisonEntry> listed, DateTimeOffset endsAt, RedriveRate rate)
{
    private readonly HashSet<string> _listed = [.. listed.Select(entry => entry.Id)];
    private int _messages;
    private int _users;
    private int _skipped;

    /// <summary>Its way.</summary>
    public PoisonScan Scan => scan;

    /// <summary>When its time is over.</summary>
    public DateTimeOffset EndsAt => endsAt;

    /// <summary>How fast it may go.</summary>
    public RedriveRate Rate => rate;

    /// <summary>What is listed and was not there; to be asked when the pass is complete.</summary>
    public IEnumerable<string> Gone => _listed.Except(scan.Seen, StringComparer.Ordinal);

    /// <summary>Whether a message was listed.</summary>
    public bool IsListed(string messageId) => _listed.Contains(messageId);

    /// <summary>Counts a message that was meant.</summary>
    /// <param name="users">How many users it was done with; null when it was left.</param>
    public void Passed(int? users)
    {
        Interlocked.Add(ref _users, users ?? 0);
        Interlocked.Increment(ref users is null ? ref _skipped : ref _messages);
    }

    /// <summary>Adds what was counted since the last time.</summary>
    public PoisonTask Count(PoisonTask task) => task with
    {
        Messages = task.Messages + Interlocked.Exchange(ref _messages, 0),
        Users = task.Users + Interlocked.Exchange(ref _users, 0),
        Skipped = task.Skipped + Interlocked.Exchange(ref _skipped, 0),
        NextAt = rate.NextAt,
    };
}
