namespace HubSpotUsers.Messages;

/// <summary>A message or request in one of the accepted shapes.</summary>
/// <param name="Id">The producer's own key, which makes sending twice harmless; null when it gave none.</param>
/// <param name="TraceParent">The producer's W3C trace context; null when it gave none.</param>
/// <param name="Inputs">The inputs in the order they were sent, at least one; good ones and faulty ones.</param>
/// <param name="Envelope">What our own envelope says, when the message is one: a deferral, or a poison message sent back.</param>
public sealed record ParsedMessage(string? Id, string? TraceParent, IReadOnlyList<ParsedInput> Inputs, EnvelopeHeader? Envelope = null);
