using System.Text.Json.Serialization;

namespace HubSpotUsers.Http.Requests;

/// <summary>Source-generated JSON of what rows of requests hold.</summary>
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
internal sealed partial class RequestJson : JsonSerializerContext;
