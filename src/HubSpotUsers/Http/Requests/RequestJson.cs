using System.Text.Json.Serialization;

namespace HubSpotUsers.Http.Requests;

/// <summary>Source-generated JSON of what rows of requests hold.</summary>
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
[JsonSerializable(typeof(ReadPrefix))]
internal sealed partial class RequestJson : JsonSerializerContext;
