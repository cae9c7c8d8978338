using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Benchmarks;

/// <summary>Where results go: to the standard output, or to the file named by <c>--out</c>.</summary>
internal static class ResultFile
{
    public static Option<FileInfo?> Option { get; } = new("--out") { Description = "Write the result to this file instead of the standard output.", Recursive = true };

    public static async Task WriteAsync<T>(ParseResult arguments, T result, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var stream = arguments.GetValue(Option)?.Create() ?? Console.OpenStandardOutput();
        await JsonSerializer.SerializeAsync(stream, result, type, cancellationToken);
        stream.WriteByte((byte)'\n');
    }
}
