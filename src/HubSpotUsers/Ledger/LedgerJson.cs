using System.Text.Json.Serialization;

namespace HubSpotUsers.Ledger;

/// <summary>Source-generated JSON of the lists that rows hold.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<IntentInput>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string?>))]
internal sealed partial class LedgerJson : JsonSerializerContext;
