using System.Text.Json;
using System.Text.Json.Serialization;

namespace HubSpotUsers.Http;

/// <summary>Source-generated JSON of the HTTP answers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(Problem))]
public sealed partial class HttpJson : JsonSerializerContext;
