namespace HubSpotUsers.Http.Queueing;

/// <summary>The answer to a request whose users went onto the queue.</summary>
/// <param name="RequestId">The request's id, by which its progress can be asked for.</param>
/// <param name="Inputs">How many users it has.</param>
/// <param name="Messages">How many messages they are in.</param>
public sealed record QueuedAnswer(string RequestId, int Inputs, int Messages);
