namespace Sandbox.Input;

/// <summary>A message to put on the queue.</summary>
/// <param name="Body">Its text.</param>
/// <param name="Inputs">How many users it carries; a message that cannot be read counts as one.</param>
/// <param name="ProducerId">The producer's own key, if it has one.</param>
internal sealed record UserMessage(string Body, int Inputs, string? ProducerId);
