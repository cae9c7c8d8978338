using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sandbox.Results;

/// <summary>Source-generated JSON of the report.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(FileReport))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ReportJson : JsonSerializerContext;
