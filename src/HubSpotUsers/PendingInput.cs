using Azure;

namespace HubSpotUsers;

/// <summary>An input that waits for a batch, or is in one. Whoever claims it first decides: a batch, or its submission withdrawing it.</summary>
internal sealed class PendingInput
{
    private int _claimed;
    private int _ended;

    public PendingInput(PendingSubmission owner, SubmittedInput input, string? uniqueProperty, Func<BatchInput, ReadOnlyMemory<byte>> toJson, long arrivedAt)
    {
        Owner = owner;
        ArrivedAt = arrivedAt;
        Clearance = input.Clearance;
        ContentHash = input.ContentHash;
        SentAt = input.Clearance?.SentAt;
        LastSentAt = input.Clearance?.LastSentAt;
        OpenCall = input.Clearance?.CallId;
        Input = new BatchInput(owner.Submission.SourceId.InputKey(input.Index), input.User);
        Json = toJson(Input);
        UniqueValue = HubSpotUsers.UniqueValue.Of(input.User, uniqueProperty);
    }

    public PendingSubmission Owner { get; }

    /// <summary>When it arrived, as a timestamp of the clock.</summary>
    public long ArrivedAt { get; }

    public BatchInput Input { get; }

    /// <summary>The input as it goes over the wire, with its key as the trace id.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Its value of the account's unique property, as values are compared; null when there is none.</summary>
    public string? UniqueValue { get; }

    /// <summary>What the ledger says of it; null when it was not asked.</summary>
    public Clearance? Clearance { get; }

    /// <summary>Its hash, for its row; null when it will not be compared.</summary>
    public string? ContentHash { get; }

    /// <summary>The version of its row in the users table once a batch has claimed it there.</summary>
    public ETag? ClaimedRow { get; set; }

    /// <summary>When it may first have been sent, by this batch or one before; null when it certainly was not, or HubSpot certainly did not create it.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>
    /// Whether a person decided to send it although it is unknown whether it was created, and that has not been done: the doubt is what it was.
    /// </summary>
    public bool IsDecidedDoubt => Clearance is { IsDecided: true, SentAt: { } since } && (SentAt is null || SentAt == since);

    /// <summary>When it was last sent, by this process or another; null when that is long ago or never was.</summary>
    public DateTimeOffset? LastSentAt { get; set; }

    /// <summary>The call that left open whether it was created; null when none did.</summary>
    public Guid? OpenCall { get; set; }

    /// <summary>The call after which HubSpot first refused a call that it was in by its number in the process; null when it refused none.</summary>
    public long? RefusedAt { get; set; }

    /// <summary>What became of it; null while that is open.</summary>
    public InputOutcome? Outcome { get; set; }

    /// <summary>The call it was in last; null when it was in none.</summary>
    public BatchSummary? Call { get; set; }

    /// <summary>Whether a batch has it, or its submission has given it up.</summary>
    public bool IsClaimed => Volatile.Read(ref _claimed) is 1;

    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) is 0;

    /// <summary>Ends it without an outcome that is final, for another attempt.</summary>
    /// <param name="reason">Why there is none.</param>
    /// <param name="notBefore">When another attempt makes sense; null when any time may do.</param>
    /// <param name="mayBeElsewhere">Whether another delivery may be at work on it.</param>
    public void Defer(string reason, DateTimeOffset? notBefore = null, bool mayBeElsewhere = false) =>
        End(Open(reason) with { NotBefore = notBefore, MayBeElsewhere = mayBeElsewhere });

    /// <summary>Its outcome while it has none that is final: whatever keeps it from being sent now, it may have been sent before.</summary>
    public InputOutcome Open(string reason) => new()
    {
        InputKey = Input.Key,
        Outcome = HubSpotUsers.Outcome.Deferred,
        ErrorMessage = reason,
        MayBeCreated = SentAt is not null || IsDecidedDoubt,
        SentAt = SentAt ?? (IsDecidedDoubt ? Clearance!.SentAt : null),
    };

    /// <summary>Records of an input that was certainly not created which batch's intent or claim may stay all the same.</summary>
    public void ClearOf(Guid batchId)
    {
        if (Outcome is { Outcome: HubSpotUsers.Outcome.Deferred, MayBeCreated: false })
        {
            Outcome = Outcome with { NotAppliedIn = batchId };
        }
    }

    /// <summary>Ends it with the outcome it has; once.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) is 0)
        {
            Owner.Complete();
        }
    }

    /// <summary>Ends it with an outcome; once.</summary>
    public void End(InputOutcome outcome)
    {
        Outcome = outcome;
        End();
    }
}

/// <summary>An input as it stands in a batch.</summary>
/// <param name="Key">The input's key, sent as its trace id: unique in the batch.</param>
/// <param name="User">The user to create.</param>
internal sealed record BatchInput(string Key, UserInput User);
