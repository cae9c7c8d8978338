using System.Globalization;
using System.Text.Json.Nodes;
using Testing.Drivers;

namespace Cli.Tests.Drivers;

/// <summary>What a way in made of a file, as text: a line for each user, and the numbers of faulty and blank lines.</summary>
internal static class ReadUsers
{
    /// <summary>What a person sees in a file. A user with neither trace id nor id of its own gets the trace id of its line.</summary>
    public static string Of(FileShape shape) => Describe(
        shape.Users.Select(user => Describe(user.Line, user.Id, user.TraceId ?? (user.Id is null ? $"line-{user.Line}" : null), user.Associations, user.Properties)),
        shape.Faulty,
        shape.Skipped);

    /// <summary>What came of a request, in its own list of users and in HubSpot.</summary>
    public static async Task<string> OfRequestAsync(CliEnvironment environment, string requestId, int skipped)
    {
        var run = await environment.RunAsync("export", requestId, "--format", "jsonl");
        var lines = run.Ended(ExitCode.Ok).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        var records = environment.Local.HubSpot.Journal.Created.ToDictionary(record => record.Id, StringComparer.Ordinal);
        var users = lines.Where(line => (string?)line["outcome"] is "Created").Select(line =>
        {
            var (sourceId, record) = ((string)line["sourceId"]!, records[(string)line["id"]!]);
            return Describe((int)line["line"]!, sourceId.StartsWith(requestId, StringComparison.Ordinal) ? null : sourceId, (string?)line["objectWriteTraceId"], record.AssociatedIds, record.Properties);
        });
        Assert.Equal(records.Count, lines.Count(line => (string?)line["outcome"] is "Created"));
        return Describe(users, lines.Where(line => (string?)line["outcome"] is not "Created").Select(line => (int)line["line"]!), skipped);
    }

    /// <summary>What the sandbox would send.</summary>
    public static string OfReport(JsonNode report) => Describe(
        report["users"]!.AsArray().Select(user => Describe(
            (int)user!["line"]!,
            (string?)user["message"]!["id"],
            (string?)user["message"]!["objectWriteTraceId"],
            (user["message"]!["associations"]?.AsArray() ?? []).Select(association => (string)association!["to"]!["id"]!),
            user["message"]!["properties"]!.AsObject().ToDictionary(property => property.Key, property => (string)property.Value!, StringComparer.Ordinal))),
        report["errors"]!.AsArray().Select(error => (int)error!["line"]!),
        (int)report["skipped"]!);

    private static string Describe(IEnumerable<string> users, IEnumerable<int> faulty, int skipped) =>
        string.Join('\n', [.. users.Order(StringComparer.Ordinal), $"faulty {string.Join(',', faulty.Order())}", string.Create(CultureInfo.InvariantCulture, $"blank {skipped}")]);

    private static string Describe(int line, string? id, string? traceId, IEnumerable<string> associations, IReadOnlyDictionary<string, string> properties) => string.Create(
        CultureInfo.InvariantCulture,
        $"{line} {id} {traceId} [{string.Join(',', associations.Order(StringComparer.Ordinal))}] {string.Join(',', properties.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}={property.Value}"))}");
}
