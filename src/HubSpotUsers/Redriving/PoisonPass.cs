using HubSpotUsers.Queue;

namespace HubSpotUsers.Redriving;

/// <summary>What a slice keeps in mind on its way through the poison queue.</summary>
/// <param name="scan">Its way.</param>
/// <param name="listed">What was listed when it began.</param>
/// <param name="begunAt">When it began.</param>
/// <param name="length">How long it works.</param>
/// <param name="rate">How fast it may go.</param>
internal sealed class PoisonPass(PoisonScan scan, IReadOnlyList<PoisonEntry> listed, DateTimeOffset begunAt, TimeSpan length, RedriveRate rate, TimeProvider time)
{
    /// <summary>How long a person who stops a task waits at most for one that waits itself.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, PoisonEntry> _listed = listed.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
    private readonly DateTimeOffset _endsAt = begunAt + length;
    private DateTimeOffset _lookAt = time.GetUtcNow() + LookInterval;
    private bool _isStopped;
    private bool _hasPassed;
    private bool _hasDone;
    private int _messages;
    private int _users;
    private int _skipped;

    /// <summary>Its way.</summary>
    public PoisonScan Scan => scan;

    /// <summary>Whether its time is over, or comes before the next message may leave.</summary>
    public bool IsOver => time.GetUtcNow() >= _endsAt || rate.NextAt > _endsAt;

    /// <summary>How fast it may go.</summary>
    public RedriveRate Rate => rate;

    /// <summary>What is listed and was not there; to be asked when the pass is complete.</summary>
    public IEnumerable<string> Gone => _listed.Keys.Except(scan.Seen, StringComparer.Ordinal);

    /// <summary>What was listed of a message; null when it was not.</summary>
    public PoisonEntry? Find(string messageId) => _listed.GetValueOrDefault(messageId);

    /// <summary>Waits until the next message may leave.</summary>
    /// <param name="saveAsync">Saves what was done, and says whether the task continues; asked now and then by a pass with a limit.</param>
    /// <returns>Whether it may; otherwise it stays where it is.</returns>
    public async Task<bool> WaitAsync(Func<Task<bool>> saveAsync, CancellationToken cancellationToken)
    {
        if (!rate.IsLimited)
        {
            return true;
        }

        while (!_isStopped && !IsOver && !cancellationToken.IsCancellationRequested)
        {
            if (time.GetUtcNow() >= _lookAt)
            {
                _isStopped = !await saveAsync();
                _lookAt = time.GetUtcNow() + LookInterval;
            }
            else if (await rate.WaitAsync(_lookAt, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Counts a message that was meant.</summary>
    /// <param name="users">How many users it was done with; null when it was left.</param>
    public void Passed(int? users)
    {
        Volatile.Write(ref _hasPassed, true);
        if (users is not null)
        {
            Volatile.Write(ref _hasDone, true);
        }

        Interlocked.Add(ref _users, users ?? 0);
        Interlocked.Increment(ref users is null ? ref _skipped : ref _messages);
    }

    /// <summary>Whether it came to a message that was meant.</summary>
    public bool HasPassed => Volatile.Read(ref _hasPassed);

    /// <summary>Whether its time, the longest there is, ended without it: another would come no farther, since nothing was taken out of its way.</summary>
    /// <param name="isCounting">Whether nothing ever is.</param>
    public bool IsStuck(bool isCounting) => length >= PoisonOptions.LongestSlice && time.GetUtcNow() >= _endsAt && (isCounting || !Volatile.Read(ref _hasDone));

    /// <summary>How many messages that were meant it has left so far.</summary>
    public int Skipped => Volatile.Read(ref _skipped);

    /// <summary>Adds what was counted since the last time. What was left is seen by every slice: it is as many as the one that came farthest saw.</summary>
    public PoisonTask Count(PoisonTask task) => task with
    {
        Messages = task.Messages + Interlocked.Exchange(ref _messages, 0),
        Users = task.Users + Interlocked.Exchange(ref _users, 0),
        Skipped = Math.Max(task.Skipped, Skipped),
        NextAt = rate.NextAt,
    };
}
