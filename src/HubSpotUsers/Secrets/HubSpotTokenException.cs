namespace HubSpotUsers.Secrets;

/// <summary>No usable token is to be had: Key Vault did not give the secret, or the secret holds none.</summary>
/// <param name="message">What is wrong and what to do; never the secret's value.</param>
/// <param name="innerException">What the vault or the identity said.</param>
public sealed class HubSpotTokenException(string message, Exception? innerException = null) : Exception(message, innerException);
