using Microsoft.Extensions.Options;

namespace HubSpotUsers.Secrets;

/// <summary>Checks <see cref="KeyVaultOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class KeyVaultOptionsValidator : IValidateOptions<KeyVaultOptions>;
