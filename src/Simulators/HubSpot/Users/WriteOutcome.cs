using Simulators.HubSpot.Journaling;

namespace Simulators.HubSpot.Users;

/// <summary>What became of the inputs of one write.</summary>
/// <param name="Created">The inputs written and their records.</param>
/// <param name="Conflicts">The inputs refused and the record in their way, if it is known.</param>
internal sealed record WriteOutcome(
    IReadOnlyList<(CreateInput Input, CreatedUser User)> Created,
    IReadOnlyList<(CreateInput Input, long? Existing)> Conflicts);
