namespace Benchmarks.ColdStart;

/// <summary>How long new processes took, a message waiting on the queue.</summary>
/// <param name="Rounds">Starts of each variant.</param>
/// <param name="Variants">The variants; the first is what the build makes when it is given nothing.</param>
internal sealed record ColdStartResult(int Rounds, IReadOnlyList<StartTimes> Variants);
