using System.Text.Json;
using System.Text.Json.Serialization;
using HubSpotUsers.Http.Answers;
using HubSpotUsers.Http.Creating;
using HubSpotUsers.Http.Health;
using HubSpotUsers.Http.Importing;
using HubSpotUsers.Http.Queueing;
using HubSpotUsers.Http.Reading;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Http;

/// <summary>Source-generated JSON of the HTTP answers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(QueuedAnswer))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(RequestView))]
[JsonSerializable(typeof(BatchList))]
[JsonSerializable(typeof(BatchDetail))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(BatchCreateRequest))]
public sealed partial class HttpJson : JsonSerializerContext;
