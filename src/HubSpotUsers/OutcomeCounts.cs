using System.Text.Json.Serialization;

namespace HubSpotUsers;

/// <summary>How many inputs had which outcome.</summary>
/// <param name="Created">Users created.</param>
/// <param name="Duplicate">Users that HubSpot already had.</param>
/// <param name="Rejected">Users HubSpot refused.</param>
/// <param name="Unknown">Users of unknown outcome.</param>
/// <param name="Deferred">Users that are deferred.</param>
/// <param name="DryRun">Users with which everything but the call was done.</param>
public sealed record OutcomeCounts(int Created, int Duplicate, int Rejected, int Unknown, int Deferred, int DryRun = 0)
{
    /// <summary>The counts of nothing.</summary>
    internal static OutcomeCounts None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>All inputs.</summary>
    public int Total => Created + Duplicate + Rejected + Unknown + Deferred + DryRun;

    /// <summary>What the counts come to as a whole.</summary>
    [JsonIgnore]
    public BatchResult Result => this switch
    {
        _ when Created == Total => BatchResult.Succeeded,
        _ when Unknown == Total => BatchResult.Unknown,
        _ when Duplicate == Total => BatchResult.Duplicate,
        _ when DryRun == Total => BatchResult.DryRun,
        { Created: 0, Unknown: 0 } => BatchResult.Failed,
        _ => BatchResult.PartiallySucceeded,
    };

    /// <summary>Gives the counts with one input moved from one outcome to another; the same when there is none to move.</summary>
    internal OutcomeCounts Move(Outcome from, Outcome to) => Add(from, -1) is { Created: >= 0, Duplicate: >= 0, Rejected: >= 0, Unknown: >= 0, Deferred: >= 0, DryRun: >= 0 } rest
        ? rest.Add(to, 1)
        : this;

    /// <summary>Gives the counts of both.</summary>
    internal OutcomeCounts Plus(OutcomeCounts other) => new(
        Created + other.Created,
        Duplicate + other.Duplicate,
        Rejected + other.Rejected,
        Unknown + other.Unknown,
        Deferred + other.Deferred,
        DryRun + other.DryRun);

    /// <summary>Gives the counts with so many inputs more of an outcome.</summary>
    internal OutcomeCounts Add(Outcome outcome, int inputs) => outcome switch
    {
        Outcome.Created => this with { Created = Created + inputs },
        Outcome.Duplicate => this with { Duplicate = Duplicate + inputs },
        Outcome.Rejected => this with { Rejected = Rejected + inputs },
        Outcome.Unknown => this with { Unknown = Unknown + inputs },
        Outcome.Deferred => this with { Deferred = Deferred + inputs },
        _ => this with { DryRun = DryRun + inputs },
    };

    /// <summary>Counts outcomes.</summary>
    public static OutcomeCounts Of(IEnumerable<InputOutcome> outcomes)
    {
        var counts = new int[Enum.GetValues<Outcome>().Length];
        foreach (var outcome in outcomes)
        {
            counts[(int)outcome.Outcome]++;
        }

        return new OutcomeCounts(
            counts[(int)Outcome.Created],
            counts[(int)Outcome.Duplicate],
            counts[(int)Outcome.Rejected],
            counts[(int)Outcome.Unknown],
            counts[(int)Outcome.Deferred],
            counts[(int)Outcome.DryRun]);
    }
}
