namespace HubSpotUsers.Http.Importing;

/// <summary>The answer to an import.</summary>
/// <param name="RequestId">The request's id, by which its progress can be asked for.</param>
/// <param name="Lines">How many lines with users were read; empty ones and a header are none.</param>
/// <param name="Accepted">How many users went onto the queue.</param>
/// <param name="Faulty">How many lines are faulty; they were left out.</param>
/// <param name="Messages">How many messages the users are in.</param>
/// <param name="Errors">What is wrong with the first faulty lines.</param>
public sealed record ImportAnswer(string RequestId, int Lines, int Accepted, int Faulty, int Messages, IReadOnlyList<LineError> Errors);
