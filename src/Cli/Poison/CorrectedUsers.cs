using System.Text.Json;
using System.Text.Json.Nodes;
using Cli.Terminal;

namespace Cli.Poison;

/// <summary>Reads corrected users.</summary>
internal static class CorrectedUsers
{
    private const string Index = "index";
    private const string Example = "Such as {\"index\":0,\"properties\":{\"hs_email\":\"ada@example.com\"}}";

    private static readonly string[] Members = [Index, "properties", "associations", "objectWriteTraceId"];

    /// <summary>Reads them from a file, or from a pipe.</summary>
    /// <param name="context">Has the pipe.</param>
    /// <param name="file">The file; null for the pipe.</param>
    /// <param name="index">The position of the only one; null where each has its own.</param>
    /// <exception cref="CliException">They are not what a correction takes; no value is repeated.</exception>
    public static async Task<IReadOnlyList<JsonObject>> ReadAsync(CliContext context, FileInfo? file, int? index, CancellationToken cancellationToken)
    {
        if (file is null && context.IsInteractive)
        {
            throw new CliException(ExitCode.Usage, "The corrected users are not given.", "Name a file with them as JSON, or write it to standard input.");
        }

        var text = file is null ? await context.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file.FullName, cancellationToken);
        var users = Parse(text);
        if (index is { } at)
        {
            (users is [var only] ? only : throw new CliException(ExitCode.Usage, "--index is for one corrected user.", "Give each its index in the JSON."))[Index] = at;
        }

        return users.TrueForAll(user => user.ContainsKey(Index))
            ? users
            : throw new CliException(ExitCode.Usage, "A corrected user needs the position it had in its message or request.", "Add index to the JSON, or pass --index.");
    }

    private static List<JsonObject> Parse(string text)
    {
        List<JsonObject> users;
        int count;
        try
        {
            var root = JsonNode.Parse(text);
            JsonNode?[] all = root is JsonArray list ? [.. list] : [root];
            (users, count) = ([.. all.OfType<JsonObject>()], all.Length);
        }
        catch (JsonException exception)
        {
            throw new CliException(ExitCode.Usage, $"The corrected users are not JSON: see line {exception.LineNumber + 1}.", Example);
        }

        if (count is 0 || users.Count < count)
        {
            throw new CliException(ExitCode.Usage, "The corrected users must be a JSON object, or an array of such.", Example);
        }

        return users.Exists(user => user.Any(member => !Members.Contains(member.Key, StringComparer.Ordinal)))
            ? throw new CliException(ExitCode.Usage, $"A corrected user has no members but {string.Join(", ", Members)}.", Example)
            : users;
    }
}
