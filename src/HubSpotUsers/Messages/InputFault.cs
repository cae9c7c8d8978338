namespace HubSpotUsers.Messages;

/// <summary>One thing wrong with a message or request, said without repeating any value of it.</summary>
/// <param name="Pointer">Where: a JSON pointer (RFC 6901) into the message, empty for the whole of it.</param>
/// <param name="Detail">What is wrong and what to do about it.</param>
public sealed record InputFault(string Pointer, string Detail);
