namespace HubSpotUsers.Http.Importing;

/// <summary>What is wrong with a line of an import.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Pointer">Where in the user it says: a JSON pointer (RFC 6901), empty for the whole of it.</param>
/// <param name="Detail">What is wrong and what to do about it.</param>
public sealed record LineError(int Line, string Pointer, string Detail);
