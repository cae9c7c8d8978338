using Sandbox.Results;

namespace Sandbox.View;

/// <summary>How far the run is.</summary>
internal sealed record RunProgress(int Sent, int Batched, int Created, int Duplicate, int Rejected, int Unknown, long Calls)
{
    /// <summary>Nothing yet.</summary>
    public static readonly RunProgress None = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>Users with an outcome from HubSpot.</summary>
    public int Settled => Created + Duplicate + Rejected + Unknown;

    /// <summary>Their outcomes and how often each is there.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => new[] { (nameof(Created), Created), (nameof(Duplicate), Duplicate), (nameof(Rejected), Rejected), (nameof(Unknown), Unknown) }
        .Where(outcome => outcome.Item2 > 0)
        .ToDictionary(outcome => outcome.Item1, outcome => outcome.Item2, StringComparer.Ordinal);

    public static RunProgress Of(int sent, IReadOnlyList<RecordedBatch> batches, long calls) => new(
        sent,
        batches.Sum(batch => batch.Inputs),
        batches.Sum(batch => batch.Created),
        batches.Sum(batch => batch.Duplicate),
        batches.Sum(batch => batch.Rejected),
        batches.Sum(batch => batch.Unknown),
        calls);

    /// <summary>Takes the outcomes of the users' own rows in place of the calls': these come later, and a user that was settled later is in two of them.</summary>
    public RunProgress With(IReadOnlyDictionary<string, int> outcomes) => this with
    {
        Created = outcomes.GetValueOrDefault(nameof(Created)),
        Duplicate = outcomes.GetValueOrDefault(nameof(Duplicate)),
        Rejected = outcomes.GetValueOrDefault(nameof(Rejected)),
        Unknown = outcomes.GetValueOrDefault(nameof(Unknown)),
    };
}
