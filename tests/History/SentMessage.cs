namespace History;

/// <summary>A message that was put on the queue.</summary>
/// <param name="SourceId">The producer's own key, else the message id.</param>
/// <param name="Body">Its text.</param>
public sealed record SentMessage(string SourceId, string Body);
