namespace HubSpotUsers.Secrets;

/// <summary>A HubSpot access token with its origin. Shows its version, never its value.</summary>
/// <param name="value">The token itself.</param>
/// <param name="version">The Key Vault version of the secret.</param>
internal sealed class HubSpotToken(string value, string version)
{
    /// <summary>The Key Vault version of the secret.</summary>
    public string Version { get; } = version;

    /// <summary>The token itself, for the Authorization header only.</summary>
    internal string Value { get; } = value;

    /// <inheritdoc/>
    public override string ToString() => $"HubSpot token, version {Version}";
}

/// <summary>No usable token is to be had: Key Vault did not give the secret, or the secret holds none.</summary>
/// <param name="message">What is wrong and what to do; never the secret's value.</param>
/// <param name="innerException">What the vault or the identity said.</param>
public sealed class HubSpotTokenException(string message, Exception? innerException = null) : Exception(message, innerException);
