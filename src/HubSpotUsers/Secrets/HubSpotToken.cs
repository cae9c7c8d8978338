namespace HubSpotUsers.Secrets;

/// <summary>A HubSpot access token with its origin. Shows its version, never its value.</summary>
/// <param name="value">The token itself.</param>
/// <param name="version">The Key Vault version of the secret.</param>
public sealed class HubSpotToken(string value, string version)
{
    /// <summary>The Key Vault version of the secret.</summary>
    public string Version { get; } = version;

    /// <summary>The token itself, for the Authorization header only.</summary>
    internal string Value { get; } = value;

    /// <inheritdoc/>
    public override string ToString() => $"HubSpot token, version {Version}";
}
