namespace HubSpotUsers.Telemetry;

/// <summary>The names of all that is measured; dashboards and alerts ask for them.</summary>
internal static class Instruments
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "HubSpotUsers";

    /// <summary>Users by outcome: tags <c>outcome</c>, <c>category</c>, and <c>source</c> (queue or http).</summary>
    public const string Outcomes = "hubspot.outcomes";

    /// <summary>Calls with or without a response: tags <c>operation</c>, <c>status</c>.</summary>
    public const string Calls = "hubspot.calls";

    /// <summary>How long calls took, permits and retries not included.</summary>
    public const string CallDuration = "hubspot.call.duration";

    /// <summary>Responses 429: tag <c>policy</c>.</summary>
    public const string Throttles = "hubspot.throttles";

    /// <summary>Users in a batch.</summary>
    public const string BatchSize = "hubspot.batch.size";

    /// <summary>How long the oldest user of a batch waited for it.</summary>
    public const string FillWait = "hubspot.batch.fill_wait";

    /// <summary>1 while the table of the shared rate limit cannot be reached.</summary>
    public const string BudgetFallback = "hubspot.budget.fallback";

    /// <summary>The calls in ten seconds that the processes may make together.</summary>
    public const string BudgetLimit = "hubspot.budget.limit";

    /// <summary>The calls the account may make a day.</summary>
    public const string DayLimit = "hubspot.day.limit";

    /// <summary>Those that are left today.</summary>
    public const string DayRemaining = "hubspot.day.remaining";

    /// <summary>1 while nothing is sent: tag <c>reason</c>.</summary>
    public const string Pause = "hubspot.pause";

    /// <summary>The batches that may be in flight.</summary>
    public const string ConcurrencyLimit = "hubspot.concurrency.limit";

    /// <summary>How long ago the token in use was read from the vault, or confirmed by it.</summary>
    public const string TokenAge = "hubspot.token.age";

    /// <summary>Users found by asking HubSpot after a response got lost.</summary>
    public const string Reconciled = "users.reconciled";

    /// <summary>Users returned to the queue: tag <c>reason</c>.</summary>
    public const string Deferrals = "users.deferrals";

    /// <summary>Users sent to the poison queue: tag <c>reason</c>.</summary>
    public const string Poison = "users.poison";

    /// <summary>Messages in the queue, deferred ones and those in work included; measured once a minute by one of all processes, as are the next four.</summary>
    public const string QueueLength = "users.queue.length";

    /// <summary>Those of them that wait for their time; not measured while too many others can be taken.</summary>
    public const string QueueDeferred = "users.queue.deferred";

    /// <summary>How long ago the users of the oldest message that is not in work were first put on the queue.</summary>
    public const string QueueAge = "users.queue.age";

    /// <summary>Messages in the poison queue.</summary>
    public const string PoisonLength = "users.poison.length";

    /// <summary>How long ago the oldest of them was put there.</summary>
    public const string PoisonAge = "users.poison.age";

    /// <summary>How old a message was when its users had their outcome.</summary>
    public const string MessageAge = "users.message.age";

    /// <summary>Rows that were removed because they were old: tag <c>table</c>.</summary>
    public const string RemovedRows = "retention.rows";

    /// <summary>Messages of the poison queue that were to be dropped because they were old: tag <c>reason</c>.</summary>
    public const string RemovedPoison = "retention.poison";

    /// <summary>Invocations that ended with an exception: tags <c>function</c>, <c>trigger</c>.</summary>
    public const string FailedInvocations = "invocations.failed";

    /// <summary>Notices to the webhook: tags <c>type</c>, and <c>result</c> (sent, failed, dropped).</summary>
    public const string Notices = "notices";
}
