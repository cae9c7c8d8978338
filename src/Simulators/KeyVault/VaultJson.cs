using System.Text.Json.Serialization;

namespace Simulators.KeyVault;

/// <summary>The JSON of the simulated vault.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SecretBody))]
[JsonSerializable(typeof(VaultErrorBody))]
internal sealed partial class VaultJson : JsonSerializerContext;
