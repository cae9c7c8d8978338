using Sandbox.Results;

namespace Sandbox.View;

/// <summary>How far the run is.</summary>
internal sealed record Progress(int Sent, int Batched, int Created, int Duplicate, int Rejected, int Unknown, long Calls)
{
    /// <summary>Users with an outcome from HubSpot.</summary>
    public int Settled => Created + Duplicate + Rejected + Unknown;

    public static Progress Of(int sent, IReadOnlyList<BatchView> batches, long calls) => new(
        sent,
        batches.Sum(batch => batch.Inputs),
        batches.Sum(batch => batch.Created),
        batches.Sum(batch => batch.Duplicate),
        batches.Sum(batch => batch.Rejected),
        batches.Sum(batch => batch.Unknown),
        calls);
}
