namespace History;

/// <summary>What the checker found.</summary>
/// <param name="Checked">The invariants that were checked.</param>
/// <param name="Violations">The promises that were broken; empty when all hold.</param>
/// <param name="Lost">Inputs that are nowhere.</param>
/// <param name="CreatedTwice">Inputs HubSpot holds twice.</param>
/// <param name="Unsettled">Inputs without a final outcome.</param>
public sealed record CheckResult(
    IReadOnlyList<string> Checked,
    IReadOnlyList<Violation> Violations,
    int Lost,
    int CreatedTwice,
    int Unsettled)
{
    /// <summary>Whether every promise was kept.</summary>
    public bool Holds => Violations.Count is 0;
}
