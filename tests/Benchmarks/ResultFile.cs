using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Benchmarks;

/// <summary>Where results go, with the machine they are of: to the standard output, or to the file named by <c>--out</c>.</summary>
internal static class ResultFile
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static Option<FileInfo?> Option { get; } = new("--out") { Description = "Write the result to this file instead of the standard output.", Recursive = true };

    public static async Task WriteAsync<T>(ParseResult arguments, T result, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var stream = arguments.GetValue(Option)?.Create() ?? Console.OpenStandardOutput();
        await using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            json.WritePropertyName("machine");
            JsonSerializer.Serialize(json, Machine.Describe(TimeProvider.System), ResultJson.Default.Machine);
            json.WriteString("benchmark", arguments.CommandResult.Command.Name);
            json.WritePropertyName("result");
            JsonSerializer.Serialize(json, result, type);
            json.WriteEndObject();
            await json.FlushAsync(cancellationToken);
        }

        stream.WriteByte((byte)'\n');
    }
}
