using System.Text.Json;
using Azure;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Ledger;
using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Batching;

/// <summary>An input that waits for a batch, or is in one. Whoever claims it first decides: a batch, or its submission giving up.</summary>
internal sealed class PendingInput
{
    private int _claimed;

    public PendingInput(PendingSubmission owner, int position, SubmittedInput input, string? uniqueProperty, long arrivedAt)
    {
        Owner = owner;
        Position = position;
        ArrivedAt = arrivedAt;
        Clearance = input.Clearance;
        Input = new BatchInput(owner.Submission.SourceId.InputKey(input.Index), input.User);
        Json = JsonSerializer.SerializeToUtf8Bytes(input.User with { ObjectWriteTraceId = Input.Key }, HubSpotJson.Tolerant.UserInput);
        UniqueValue = uniqueProperty is null ? null : input.User.Properties.GetValueOrDefault(uniqueProperty);
    }

    public PendingSubmission Owner { get; }

    /// <summary>The input's place among the inputs of its submission.</summary>
    public int Position { get; }

    /// <summary>When it arrived, as a timestamp of the clock.</summary>
    public long ArrivedAt { get; }

    public BatchInput Input { get; }

    /// <summary>The input as it goes over the wire, with its key as the trace id.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Its value of the account's unique property; null when there is none.</summary>
    public string? UniqueValue { get; }

    /// <summary>What the ledger says of it; null when it was not asked.</summary>
    public Clearance? Clearance { get; }

    /// <summary>The version of its row in the users table once a batch has claimed it there.</summary>
    public ETag? ClaimedRow { get; set; }

    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) is 0;
}
