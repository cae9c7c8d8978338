using System.Net;
using HubSpotUsers.HubSpot;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Sending;

/// <summary>Reads from HubSpot's records what became of users whose call left doubt.</summary>
internal static class Reconciliation
{
    private const string CompleteStatus = "COMPLETE";

    /// <summary>HubSpot's clock and ours may differ by this much.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>Asks HubSpot for users by the normal form of their values of a unique property (HubSpot: <c>batch/read</c> with <c>idProperty</c>).</summary>
    public static async Task<LookUp> LookUpAsync(
        Func<BatchReadRequest, Task<CallResult>> read,
        string uniqueProperty,
        IReadOnlyList<string> values)
    {
        var request = new BatchReadRequest(uniqueProperty, [.. values.Select(value => new ObjectId(value))], [uniqueProperty], []);
        var result = await read(request);
        return result switch
        {
            { Verdict: CallVerdict.Answered, Response: { Status: CompleteStatus } response } => new LookUp(Index(response, uniqueProperty), IsImpossible: false),
            { Verdict: CallVerdict.InputsRefused }
                or { HttpStatus: HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed } => new LookUp(null, IsImpossible: true),
            _ => new LookUp(null, IsImpossible: false, result.NotBefore),
        };
    }

    /// <summary>The outcome of a user that HubSpot has: created by us, unless it was there before we sent it.</summary>
    public static InputOutcome OutcomeOf(string inputKey, UserRecord record, DateTimeOffset sentAt)
    {
        var isOurs = record.ObjectWriteTraceId is { } traceId ? traceId == inputKey : IsNewerThan(record, sentAt);
        return new InputOutcome
        {
            InputKey = inputKey,
            Outcome = isOurs ? Outcome.Created : Outcome.Duplicate,
            HubSpotId = isOurs ? record.Id : null,
            ExistingId = isOurs ? null : record.Id,
            IsReconciled = true,
        };
    }

    private static bool IsNewerThan(UserRecord record, DateTimeOffset sentAt) =>
        sentAt == DateTimeOffset.MinValue || record.CreatedAt is not { } createdAt || createdAt >= sentAt - ClockTolerance;

    /// <summary>Takes a conflict of a user that was not there a moment ago for what it is: our own earlier call, applied late.</summary>
    public static InputOutcome Own(InputOutcome outcome, bool isSuspect) =>
        isSuspect && outcome is { Outcome: Outcome.Duplicate, ExistingId: { } id }
            ? outcome with { Outcome = Outcome.Created, HubSpotId = id, ExistingId = null, ErrorCategory = null, ErrorMessage = null, IsReconciled = true }
            : outcome;

    /// <summary>The outcome of a user whose call was surely not applied.</summary>
    public static InputOutcome NotApplied(string inputKey, Guid callId, CallResult result, bool isSuspect) => new()
    {
        InputKey = inputKey,
        BatchId = callId,
        MayBeCreated = isSuspect,
        Outcome = Outcome.Deferred,
        ErrorCategory = result.Error?.Category ?? result.HeldBy?.Category,
        ErrorMessage = result.Trouble ?? $"HubSpot answered {(int)result.HttpStatus!.Value}; nothing was created",
        NotBefore = result.NotBefore,
    };

    private static Dictionary<string, UserRecord> Index(BatchResponse response, string uniqueProperty)
    {
        var found = new Dictionary<string, UserRecord>(StringComparer.Ordinal);
        foreach (var record in (response.Results ?? []).OfType<UserRecord>())
        {
            if (record is { Id: not null, Properties: { } properties } && UniqueValue.Normalize(properties.GetValueOrDefault(uniqueProperty)) is { } value)
            {
                found.TryAdd(value, record);
            }
        }

        return found;
    }
}
