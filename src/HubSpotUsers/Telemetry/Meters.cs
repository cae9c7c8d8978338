using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;

namespace HubSpotUsers.Telemetry;

/// <summary>What is measured, by the names of <see cref="Instruments"/>. No property value, no token.</summary>
internal sealed class Meters : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _callDuration;
    private readonly Counter<long> _throttles;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _fillWait;
    private readonly Counter<long> _outcomes;
    private readonly Counter<long> _reconciled;
    private readonly Counter<long> _deferrals;
    private readonly Counter<long> _poison;
    private readonly Histogram<double> _messageAge;
    private readonly Gauge<long> _queueLength;
    private readonly Gauge<long> _queueDeferred;
    private readonly Gauge<double> _queueAge;
    private readonly Gauge<long> _poisonLength;
    private readonly Gauge<double> _poisonAge;
    private readonly Counter<long> _removedRows;
    private readonly Counter<long> _removedPoison;
    private readonly Counter<long> _failedInvocations;
    private readonly Counter<long> _notices;

    private bool _isFallback;
    private double _budget;
    private int? _dayLimit;
    private int? _dayRemaining;
    private string? _pauseReason;
    private int _concurrencyLimit;
    private long _endedUsers;
    private int _messagesInProcess;

    /// <summary>Makes the instruments.</summary>
    /// <param name="factory">Makes the meter.</param>
    public Meters(IMeterFactory factory)
    {
        _meter = factory.Create(Instruments.MeterName);
        _calls = _meter.CreateCounter<long>(Instruments.Calls, "{call}", "Calls to HubSpot.");
        _callDuration = _meter.CreateHistogram<double>(Instruments.CallDuration, "s", "Duration of a call, without permits and retries.");
        _throttles = _meter.CreateCounter<long>(Instruments.Throttles, "{response}", "Responses 429.");
        _batchSize = _meter.CreateHistogram<int>(Instruments.BatchSize, "{user}", "Users in a batch.");
        _fillWait = _meter.CreateHistogram<double>(Instruments.FillWait, "s", "How long the oldest user of a batch waited for it.");
        _outcomes = _meter.CreateCounter<long>(Instruments.Outcomes, "{user}", "Users by outcome.");
        _reconciled = _meter.CreateCounter<long>(Instruments.Reconciled, "{user}", "Users found by asking HubSpot after a response was lost.");
        _deferrals = _meter.CreateCounter<long>(Instruments.Deferrals, "{user}", "Users returned to the queue.");
        _poison = _meter.CreateCounter<long>(Instruments.Poison, "{user}", "Users sent to the poison queue.");
        _messageAge = _meter.CreateHistogram<double>(Instruments.MessageAge, "s", "Age of a message when its users had their outcome.");
        _queueLength = _meter.CreateGauge<long>(Instruments.QueueLength, "{message}", "Messages in the queue, deferred ones and those in work included.");
        _queueDeferred = _meter.CreateGauge<long>(Instruments.QueueDeferred, "{message}", "Messages that wait for their time.");
        _queueAge = _meter.CreateGauge<double>(Instruments.QueueAge, "s", "Age of the oldest message that is not in work.");
        _poisonLength = _meter.CreateGauge<long>(Instruments.PoisonLength, "{message}", "Messages in the poison queue.");
        _poisonAge = _meter.CreateGauge<double>(Instruments.PoisonAge, "s", "Age of the oldest message in the poison queue.");
        _removedRows = _meter.CreateCounter<long>(Instruments.RemovedRows, "{row}", "Rows removed because they were old.");
        _removedPoison = _meter.CreateCounter<long>(Instruments.RemovedPoison, "{message}", "Messages dropped from the poison queue because they were old.");
        _failedInvocations = _meter.CreateCounter<long>(Instruments.FailedInvocations, "{invocation}", "Invocations that ended with an exception.");
        _notices = _meter.CreateCounter<long>(Instruments.Notices, "{notice}", "Notices that were posted to the webhook, could not be, or were dropped.");
        _meter.CreateObservableGauge(Instruments.BudgetFallback, () => Volatile.Read(ref _isFallback) ? 1 : 0, description: "1 while the shared rate limit cannot be reached.");
        _meter.CreateObservableGauge(Instruments.BudgetLimit, () => Volatile.Read(ref _budget), "{call}", "Calls in ten seconds that all processes may make together.");
        _meter.CreateObservableGauge(Instruments.DayLimit, () => Known(_dayLimit), "{call}", "Calls the account may make a day.");
        _meter.CreateObservableGauge(Instruments.DayRemaining, () => Known(_dayRemaining), "{call}", "Calls of the day that are left.");
        _meter.CreateObservableGauge(Instruments.Pause, Pause, description: "1 while sending is paused.");
        _meter.CreateObservableGauge(Instruments.ConcurrencyLimit, () => Volatile.Read(ref _concurrencyLimit), "{batch}", "Batches that may be in flight.");
    }

    /// <summary>How many users have had their outcome in this process.</summary>
    internal long EndedUsers => Volatile.Read(ref _endedUsers);

    /// <summary>How many messages this process has in work.</summary>
    internal int MessagesInProcess => Volatile.Read(ref _messagesInProcess);

    /// <summary>The calls the account may make a day and those that are left, as HubSpot reported them last.</summary>
    internal (int? Limit, int? Remaining) DayQuota => (_dayLimit, _dayRemaining);

    /// <summary>Whether the table of the shared rate limit can be reached.</summary>
    internal void Budget(bool isFallback, double callsPerWindow)
    {
        Volatile.Write(ref _isFallback, isFallback);
        Volatile.Write(ref _budget, callsPerWindow);
    }

    /// <summary>What is left of the day.</summary>
    internal void Day(int limit, int remaining) => (_dayLimit, _dayRemaining) = (limit, remaining);

    /// <summary>Why nothing is sent; null when something is.</summary>
    internal void Paused(string? reason) => Volatile.Write(ref _pauseReason, reason);

    /// <summary>How many batches may be in flight.</summary>
    internal void Concurrency(int limit) => Volatile.Write(ref _concurrencyLimit, limit);

    /// <summary>A call, with the status of its response or null.</summary>
    internal void Call(string operation, HttpStatusCode? status, TimeSpan duration)
    {
        var code = status is { } known ? ((int)known).ToString(CultureInfo.InvariantCulture) : "none";
        _calls.Add(1, new("operation", operation), new("status", code));
        _callDuration.Record(duration.TotalSeconds, new("operation", operation), new("status", code));
    }

    /// <summary>A response 429.</summary>
    internal void Throttled(string policy) => _throttles.Add(1, new KeyValuePair<string, object?>("policy", policy));

    /// <summary>A batch on its way.</summary>
    internal void BatchFilled(int size, TimeSpan wait)
    {
        _batchSize.Record(size);
        _fillWait.Record(wait.TotalSeconds);
    }

    /// <summary>The final outcome of a user.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="source">Where it came from.</param>
    internal void Ended(InputOutcome outcome, SubmissionSource source)
    {
        Interlocked.Increment(ref _endedUsers);
        if (_outcomes.Enabled)
        {
            _outcomes.Add(1, new("outcome", outcome.Outcome.ToString()), new("category", Word(outcome.ErrorCategory)), new("source", source is SubmissionSource.Http ? "http" : "queue"));
        }

        if (outcome.IsReconciled)
        {
            _reconciled.Add(1);
        }
    }

    /// <summary>Users returned to the queue.</summary>
    internal void Deferred(int users, string reason) => _deferrals.Add(users, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Users sent to the poison queue.</summary>
    internal void Poisoned(int users, string reason) => _poison.Add(users, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>How old a message was when it was done with.</summary>
    internal void Handled(TimeSpan age) => _messageAge.Record(Math.Max(0, age.TotalSeconds));

    /// <summary>A message that this process has in work from now on, or no more.</summary>
    internal void InProcess(int change) => Interlocked.Add(ref _messagesInProcess, change);

    /// <summary>What waits.</summary>
    internal void Backlog(int messages, int deferred, TimeSpan oldest, int? poison, TimeSpan? oldestPoison)
    {
        _queueLength.Record(messages);
        _queueDeferred.Record(deferred);
        _queueAge.Record(oldest.TotalSeconds);
        if ((poison, oldestPoison) is ({ } length, { } age))
        {
            _poisonLength.Record(length);
            _poisonAge.Record(age.TotalSeconds);
        }
    }

    /// <summary>Rows that were removed because they were old.</summary>
    internal void RowsRemoved(int rows, string table) => _removedRows.Add(rows, new KeyValuePair<string, object?>("table", table));

    /// <summary>Messages of the poison queue that are dropped because they are old.</summary>
    internal void PoisonRemoved(int messages, string reason) => _removedPoison.Add(messages, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>An invocation that ended with an exception.</summary>
    internal void InvocationFailed(string function, string trigger) => _failedInvocations.Add(1, new("function", function), new("trigger", trigger));

    /// <summary>A notice that was posted, was not taken, or is dropped.</summary>
    internal void Notified(string type, string result) => _notices.Add(1, new("type", type), new("result", result));

    /// <summary>Has the age of the token in use reported.</summary>
    internal void ObserveToken(Func<TimeSpan?> age) => _meter.CreateObservableGauge(
        Instruments.TokenAge,
        () => age() is { } known ? [new Measurement<double>(known.TotalSeconds)] : Enumerable.Empty<Measurement<double>>(),
        "s",
        "Time since the token in use was read from the vault, or confirmed by it.");

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Gives a category of others if it looks like a code; null when it may be any text.</summary>
    internal static string? Code(string? category) =>
        category is { Length: > 0 and <= 60 } && category.All(c => char.IsAsciiLetterOrDigit(c) || c is '_') ? category : null;

    /// <summary>A tag takes no text of others.</summary>
    private static string Word(string? category) => category is null ? "none" : Code(category) ?? "other";

    private static IEnumerable<Measurement<int>> Known(int? value) => value is { } known ? [new Measurement<int>(known)] : [];

    private Measurement<int> Pause() => Volatile.Read(ref _pauseReason) is { } reason
        ? new Measurement<int>(1, new KeyValuePair<string, object?>("reason", reason))
        : new Measurement<int>(0);
}
