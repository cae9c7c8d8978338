namespace HubSpotUsers.Http.Importing;

/// <summary>One record of a file.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Bytes">Its bytes without the line break, until the next one is read; empty when it has a fault.</param>
/// <param name="Fault">Why it is none; null for a good one.</param>
internal readonly record struct ImportRecord(int Line, ReadOnlyMemory<byte> Bytes, string? Fault = null);
