using System.Runtime.CompilerServices;
using System.Text.Json;
using Cli.Connection;
using Cli.Wire;

namespace Cli.Exporting;

/// <summary>Reads the app's users as a stream, of any number.</summary>
internal static class Download
{
    private const string JsonLines = "application/x-ndjson";

    /// <summary>Reads users line by line.</summary>
    /// <exception cref="CliException">The stream ended early: what was read is incomplete.</exception>
    public static async IAsyncEnumerable<UserLine> ReadAsync(AppClient client, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await client.GetFileAsync(path, JsonLines, cancellationToken);
        using var text = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await NextAsync(text, cancellationToken) is { } line)
        {
            yield return JsonSerializer.Deserialize(line, CliJson.Default.UserLine)!;
        }
    }

    /// <summary>Writes users as they come.</summary>
    /// <returns>How many have which outcome.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> CopyAsync(AppClient client, string path, bool isJson, TextWriter target, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await using var file = isJson ? null : UserCsv.Begin(target, columns: []);
        await foreach (var user in ReadAsync(client, path, cancellationToken))
        {
            counts[user.Outcome] = counts.GetValueOrDefault(user.Outcome) + 1;
            if (file is null)
            {
                await target.WriteLineAsync(JsonSerializer.Serialize(user, CliJson.Default.UserLine).AsMemory(), cancellationToken);
            }
            else
            {
                await file.WriteAsync(user.Line, [], user);
            }
        }

        return counts;
    }

    private static async Task<string?> NextAsync(StreamReader text, CancellationToken cancellationToken)
    {
        try
        {
            return await text.ReadLineAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException)
        {
            throw new CliException(ExitCode.Unreachable, "The download ended early.", "Run the command again.");
        }
    }
}
