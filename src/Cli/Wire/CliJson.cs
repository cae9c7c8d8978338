using System.Text.Json;
using System.Text.Json.Serialization;
using Cli.Doctor;
using Cli.Exporting;
using Cli.Sending;

namespace Cli.Wire;

/// <summary>Source-generated JSON of what the API sends and takes, and of what <c>--json</c> writes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ImportCheck))]
[JsonSerializable(typeof(ImportResponse))]
[JsonSerializable(typeof(RequestView))]
[JsonSerializable(typeof(RequestList))]
[JsonSerializable(typeof(UserLine))]
[JsonSerializable(typeof(FoundUsers))]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(BatchDetail))]
[JsonSerializable(typeof(FindRequest))]
[JsonSerializable(typeof(EraseRequest))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ModeView))]
[JsonSerializable(typeof(RightsView))]
[JsonSerializable(typeof(PoisonView))]
[JsonSerializable(typeof(PoisonList))]
[JsonSerializable(typeof(PoisonRequest))]
[JsonSerializable(typeof(PoisonCorrectionRequest))]
[JsonSerializable(typeof(PoisonCreatedRequest))]
[JsonSerializable(typeof(PoisonTaskView))]
[JsonSerializable(typeof(PoisonTaskList))]
[JsonSerializable(typeof(SendReport))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(JoinedLine))]
[JsonSerializable(typeof(Diagnosis))]
internal sealed partial class CliJson : JsonSerializerContext;
