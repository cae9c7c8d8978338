using System.ComponentModel.DataAnnotations;
using HubSpotUsers.Configuration;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Secrets;

/// <summary>Where the HubSpot token is kept: settings <c>KeyVault:*</c>.</summary>
internal sealed record KeyVaultOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "KeyVault";

    /// <summary>The vault, such as <c>https://my-vault.vault.azure.net/</c>.</summary>
    [Required]
    [HttpsAddress]
    public Uri? VaultUri { get; set; }

    /// <summary>The secret that holds the token.</summary>
    [Required]
    [RegularExpression("[0-9a-zA-Z-]{1,127}", ErrorMessage = "{0} must be 1 to 127 letters, digits and hyphens.")]
    public string SecretName { get; set; } = "hubspot-token";

    /// <summary>
    /// The secret that holds the key of the hashes by which persons are found, 32 random characters or more; empty for no such hashes, so
    /// that no user is found.
    /// </summary>
    [RegularExpression("[0-9a-zA-Z-]{0,127}", ErrorMessage = "{0} must be at most 127 letters, digits and hyphens.")]
    public string FindKeyName { get; set; } = string.Empty;

    /// <summary>How long a token is used before the secret is read again; a 401 reads it at once.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A PEM file with the one certificate to trust for a vault on this machine: the stand-in's. Refused for any other vault.
    /// </summary>
    public string? TrustedCertificateFile { get; set; }
}

/// <summary>Checks <see cref="KeyVaultOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class KeyVaultOptionsValidator : IValidateOptions<KeyVaultOptions>;
