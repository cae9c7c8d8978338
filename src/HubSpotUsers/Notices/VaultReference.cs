namespace HubSpotUsers.Notices;

/// <summary>Key Vault references of app settings, which the platform replaces by the secret (App Service: Use Key Vault references).</summary>
internal static class VaultReference
{
    private const string Prefix = "@Microsoft.KeyVault(";

    /// <summary>Whether a setting still is the reference: the platform leaves it as it is when it cannot read the secret.</summary>
    public static bool IsUnresolved(string setting) => setting.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
