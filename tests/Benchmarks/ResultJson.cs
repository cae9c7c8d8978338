using System.Text.Json;
using System.Text.Json.Serialization;
using Benchmarks.Burst;
using Benchmarks.ColdStart;
using Benchmarks.Import;
using Benchmarks.Limit;
using Benchmarks.Lone;
using Benchmarks.Memory;
using Benchmarks.Pipeline;
using Benchmarks.Progress;
using Benchmarks.Queue;
using Benchmarks.Reader;
using Benchmarks.Requests;
using Benchmarks.Telemetry;
using Benchmarks.Transactions;

namespace Benchmarks;

/// <summary>Source-generated JSON of the results.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Machine))]
[JsonSerializable(typeof(BurstResult))]
[JsonSerializable(typeof(ColdStartResult))]
[JsonSerializable(typeof(LimitResult))]
[JsonSerializable(typeof(LoneResult))]
[JsonSerializable(typeof(ImportResult))]
[JsonSerializable(typeof(MemoryResult))]
[JsonSerializable(typeof(PipelineResult))]
[JsonSerializable(typeof(ProgressResult))]
[JsonSerializable(typeof(QueueResult))]
[JsonSerializable(typeof(ReaderResult))]
[JsonSerializable(typeof(RequestsResult))]
[JsonSerializable(typeof(TelemetryResult))]
[JsonSerializable(typeof(TransactionsResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
