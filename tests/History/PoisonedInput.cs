namespace History;

/// <summary>An input in the poison queue.</summary>
/// <param name="Key">The input key.</param>
/// <param name="Reason">Why it is there; <c>Host</c> when the Functions host put the whole message there.</param>
/// <param name="KeepsOriginal">Whether it is there just as it was sent.</param>
public sealed record PoisonedInput(string Key, string Reason, bool KeepsOriginal);
