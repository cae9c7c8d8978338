using System.Text.Json;
using System.Text.Json.Serialization;
using Benchmarks.Burst;
using Benchmarks.Lone;

namespace Benchmarks;

/// <summary>Source-generated JSON of the results.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(BurstResult))]
[JsonSerializable(typeof(LoneResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
