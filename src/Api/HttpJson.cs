using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Api.Creating;
using Api.Erasing;
using Api.Health;
using Api.Importing;
using Api.Poison;
using Api.Queueing;
using Api.Reading;
using Api.Responses;
using HubSpotUsers.HubSpot.Wire;

namespace Api;

/// <summary>Source-generated JSON of the HTTP responses.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(UserBatchResponse))]
[JsonSerializable(typeof(QueuedResponse))]
[JsonSerializable(typeof(ImportResponse))]
[JsonSerializable(typeof(ImportCheck))]
[JsonSerializable(typeof(RequestView))]
[JsonSerializable(typeof(BatchList))]
[JsonSerializable(typeof(BatchDetail))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(UserLine))]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(FoundUsers))]
[JsonSerializable(typeof(FindRequest))]
[JsonSerializable(typeof(EraseRequest))]
[JsonSerializable(typeof(RequestList))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(PoisonView))]
[JsonSerializable(typeof(PoisonList))]
[JsonSerializable(typeof(PoisonTaskView))]
[JsonSerializable(typeof(PoisonTaskList))]
[JsonSerializable(typeof(PoisonRequest))]
[JsonSerializable(typeof(PoisonCorrectionRequest))]
[JsonSerializable(typeof(IReadOnlyList<CorrectedUser>))]
[JsonSerializable(typeof(PoisonCreatedRequest))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(RightsView))]
[JsonSerializable(typeof(OutcomesView))]
[JsonSerializable(typeof(ModeView))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(BatchCreateRequest))]
internal sealed partial class HttpJson : JsonSerializerContext
{
    /// <summary>Writes letters of all scripts as they are, for what goes onto a queue: escaped, users that fit into a message would not.</summary>
    public static HttpJson Plain => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
