namespace Sandbox;

/// <summary>Something a person can put right.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class SandboxException(string message) : Exception(message);
