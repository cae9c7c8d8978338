namespace History;

/// <summary>A promise that was broken.</summary>
/// <param name="Invariant">Which: I1 to I8.</param>
/// <param name="Detail">What was found.</param>
public sealed record Violation(string Invariant, string Detail);
