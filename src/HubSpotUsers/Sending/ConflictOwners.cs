using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Sending;

/// <summary>Whose records stand in the way of inputs that may have been created before.</summary>
/// <param name="byValue">What HubSpot said about their values of the unique property.</param>
/// <param name="byId">The records that conflicts named, as far as HubSpot has them.</param>
internal sealed class ConflictOwners(LookUp byValue, IReadOnlyDictionary<string, UserRecord> byId, string uniqueProperty)
{
    /// <summary>The earliest time at which asking again makes sense; null when HubSpot did not say.</summary>
    public DateTimeOffset? NotBefore => byValue.NotBefore;

    /// <summary>Says whose record is in the way of an input.</summary>
    /// <param name="conflict">What HubSpot said of it: a duplicate.</param>
    /// <returns>The owner, and the record when it has the input's value.</returns>
    public (Ownership Owner, UserRecord? Record) Of(PendingInput input, InputOutcome conflict)
    {
        if (byValue.Found.TryGetValue(input.UniqueValue!, out var record))
        {
            return (Ownership.Own, record);
        }

        if (conflict.ExistingId is { } id && byId.TryGetValue(id, out var named))
        {
            if (named.ObjectWriteTraceId == input.Input.Key || UniqueValue.Normalize(named.Properties?.GetValueOrDefault(uniqueProperty)) == input.UniqueValue)
            {
                return (Ownership.Own, named);
            }

            // A record that does not show its value may be anyone's, unless none has the input's.
            if (named.Properties?.ContainsKey(uniqueProperty) is true || IsNowhere(input.UniqueValue!))
            {
                return (Ownership.Another, null);
            }
        }

        return (byValue.Impossible.Contains(input.UniqueValue!) ? Ownership.Undisclosed : Ownership.Open, null);
    }

    private bool IsNowhere(string value) => !byValue.Impossible.Contains(value) && !byValue.Open.Contains(value);
}

/// <summary>Whose record stands in the way of an input.</summary>
internal enum Ownership
{
    /// <summary>One with the input's own value of the unique property.</summary>
    Own,

    /// <summary>One with another value.</summary>
    Another,

    /// <summary>HubSpot could not tell now, or contradicted itself.</summary>
    Open,

    /// <summary>HubSpot refuses to tell.</summary>
    Undisclosed,
}
