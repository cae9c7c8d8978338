using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Sending;

/// <summary>Reads from HubSpot's records what became of users whose call left doubt.</summary>
internal static class Reconciliation
{
    private const string CompleteStatus = "COMPLETE";

    /// <summary>When so many values are refused one by one and none has passed, HubSpot refuses the look-up and not the values.</summary>
    private const int MaxRefused = 3;

    /// <summary>HubSpot's clock and ours may differ by this much.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Asks HubSpot for users by the normal form of their values of a unique property (HubSpot: <c>batch/read</c> with <c>idProperty</c>).
    /// A look-up that is refused is halved until the values that HubSpot cannot look up stand alone, unless it refuses all. Of one that is
    /// processed in part, only what HubSpot says it does not have is missing; where records do not show which values they have, the values
    /// without one are asked for apart.
    /// </summary>
    public static async Task<LookUp> LookUpAsync(Func<BatchReadRequest, Task<CallResult>> read, string uniqueProperty, IReadOnlyList<string> values)
    {
        var found = new Dictionary<string, UserRecord>(StringComparer.Ordinal);
        var (impossible, open) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var (isRefused, hasPassed) = (false, false);
        var groups = new Halving<string>(values);
        while (!groups.IsEmpty)
        {
            var group = isRefused && !hasPassed ? groups.TakeOne() : groups.Take();
            var result = await read(new BatchReadRequest(uniqueProperty, [.. group.Select(value => new ObjectId(value))], [uniqueProperty], []));
            switch (result)
            {
                case { Outcome: CallOutcome.Processed, Response: { Status: CompleteStatus } response }:
                    hasPassed = true;
                    var (silent, areUnclear) = Read(response, group, found, uniqueProperty);
                    var errors = LookUpErrors.Of(response, silent);
                    open.UnionWith(errors.Failed);
                    List<string> apart = [.. silent.Where(value => errors.Refused.Contains(value) || (areUnclear && errors.IsSilentOf(value)))];
                    if (group.Count > 1)
                    {
                        groups.AddApart(apart, isWhole: apart.Count == group.Count);
                    }
                    else
                    {
                        impossible.UnionWith(apart);
                    }

                    break;
                case { Outcome: CallOutcome.InputsRefused or CallOutcome.CallRefused } when group.Count > 1:
                    isRefused = true;
                    groups.AddHalves(group);
                    break;
                case { Outcome: CallOutcome.InputsRefused or CallOutcome.CallRefused }:
                    isRefused = true;
                    impossible.Add(group[0]);
                    if (!hasPassed && impossible.Count >= MaxRefused)
                    {
                        impossible.UnionWith(groups.TakeAll());
                    }

                    break;
                default:
                    open.UnionWith(group);
                    open.UnionWith(groups.TakeAll());
                    return new LookUp(found, impossible, open, result.NotBefore);
            }
        }

        return new LookUp(found, impossible, open, NotBefore: null);
    }

    /// <summary>Finds the records that stand in the way of inputs: by the inputs' own values, or else by the ids that HubSpot named.</summary>
    public static async Task<ConflictOwners> FindOwnersAsync(
        Func<BatchReadRequest, Task<CallResult>> read,
        string uniqueProperty,
        IReadOnlyList<(PendingInput Input, InputOutcome Conflict)> conflicts)
    {
        var byValue = await LookUpAsync(read, uniqueProperty, [.. conflicts.Select(pair => pair.Input.UniqueValue!)]);
        List<string> ids = [.. conflicts
            .Where(pair => !byValue.Found.ContainsKey(pair.Input.UniqueValue!))
            .Select(pair => pair.Conflict.ExistingId)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)];
        var result = ids.Count is 0 ? null : await read(new BatchReadRequest(null, [.. ids.Select(id => new ObjectId(id))], [uniqueProperty], []));
        var byId = (result?.Response?.Results ?? []).OfType<UserRecord>().Where(record => record.Id is not null).DistinctBy(record => record.Id, StringComparer.Ordinal);
        return new ConflictOwners(byValue, byId.ToDictionary(record => record.Id!, StringComparer.Ordinal), uniqueProperty);
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

    /// <summary>The outcome of a user whose call was certainly not applied.</summary>
    public static InputOutcome NotApplied(string inputKey, Guid callId, CallResult result, bool isSuspect) => new()
    {
        InputKey = inputKey,
        BatchId = callId,
        MayBeCreated = isSuspect,
        Outcome = Outcome.Deferred,
        ErrorCategory = result.Error?.Category ?? result.HeldBy?.Category,
        ErrorMessage = result.Trouble ?? $"HubSpot returned {(int)result.HttpStatus!.Value}; nothing was created",
        NotBefore = result.NotBefore,
    };

    /// <summary>
    /// Takes the records of a look-up by the values that they show. HubSpot may show a value in another form than it was sent in, as a number
    /// without its zeros, or not at all: a record that was found by one value alone has it, whatever it shows.
    /// </summary>
    /// <returns>The values without a record, and whether there are records of which it is unclear which of these they have.</returns>
    private static (IReadOnlyList<string> Silent, bool AreUnclear) Read(BatchResponse response, IReadOnlyList<string> values, Dictionary<string, UserRecord> found, string uniqueProperty)
    {
        var unclear = new List<UserRecord>();
        foreach (var record in (response.Results ?? []).OfType<UserRecord>())
        {
            if (UniqueValue.Normalize(record.Properties?.GetValueOrDefault(uniqueProperty)) is { } value && values.Contains(value, StringComparer.Ordinal))
            {
                found.TryAdd(value, record);
            }
            else
            {
                unclear.Add(record);
            }
        }

        if (values is [var only] && unclear is [{ Id: not null } its])
        {
            found.TryAdd(only, its);
        }

        return ([.. values.Where(value => !found.ContainsKey(value))], unclear.Count > 0);
    }
}

/// <summary>How doubt about users is resolved.</summary>
/// <param name="UniqueProperty">The property HubSpot is asked by; null when the account has none.</param>
/// <param name="Delay">How long to wait before HubSpot is asked: a call that seems lost may still be applied.</param>
/// <param name="MaxRounds">How many times users are sent again in one go.</param>
internal sealed record ReconciliationSettings(string? UniqueProperty, TimeSpan Delay, int MaxRounds);

/// <summary>What HubSpot said when it was asked for users by the values of a unique property.</summary>
/// <param name="Found">The users it has, by value.</param>
/// <param name="Impossible">The values it cannot be asked for: it refuses them, knows no such property, or allows no reading.</param>
/// <param name="Open">The values it could not be asked for now.</param>
/// <param name="NotBefore">The earliest time at which asking for those again makes sense; null when any time may do.</param>
internal sealed record LookUp(
    IReadOnlyDictionary<string, UserRecord> Found,
    IReadOnlySet<string> Impossible,
    IReadOnlySet<string> Open,
    DateTimeOffset? NotBefore);
