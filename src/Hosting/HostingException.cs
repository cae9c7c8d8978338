namespace Hosting;

/// <summary>The function app or what it needs on this machine did not start; the message says why.</summary>
/// <param name="message">What went wrong.</param>
public sealed class HostingException(string message) : Exception(message);
