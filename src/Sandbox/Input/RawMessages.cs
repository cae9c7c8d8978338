using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sandbox.Input;

/// <summary>A file of messages, one a line: each is sent just as it is.</summary>
internal static class RawMessages
{
    public static async IAsyncEnumerable<UserMessage> ReadAsync(FileInfo file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Describe(line);
            }
        }
    }

    private static UserMessage Describe(string line)
    {
        try
        {
            var root = JsonElement.Parse(line);
            if (root.ValueKind is JsonValueKind.Array)
            {
                return new UserMessage(line, Math.Max(1, root.GetArrayLength()), ProducerId: null);
            }

            var id = root.TryGetProperty("id", out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;
            var inputs = root.TryGetProperty("inputs", out var list) && list.ValueKind is JsonValueKind.Array ? Math.Max(1, list.GetArrayLength()) : 1;
            return new UserMessage(line, inputs, id);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Such a line is sent too: the function app moves it to the poison queue, which is worth seeing.
            return new UserMessage(line, Inputs: 1, ProducerId: null);
        }
    }
}
