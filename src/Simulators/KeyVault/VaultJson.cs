using System.Text.Json.Serialization;

namespace Simulators.KeyVault;

/// <summary>The JSON of the simulated vault.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SecretBody))]
[JsonSerializable(typeof(VaultErrorBody))]
internal sealed partial class VaultJson : JsonSerializerContext;

/// <summary>What went wrong.</summary>
internal sealed record VaultError(string Code, string Message);

/// <summary>An error as Key Vault writes it.</summary>
internal sealed record VaultErrorBody(VaultError Error);

/// <summary>A secret as Key Vault writes it.</summary>
internal sealed record SecretBody(string Value, string Id, SecretAttributes Attributes);

/// <summary>A secret's state; times are Unix seconds.</summary>
internal sealed record SecretAttributes(bool Enabled, long Created, long Updated)
{
    public string RecoveryLevel { get; init; } = "Recoverable+Purgeable";

    public int RecoverableDays { get; init; } = 90;
}
