using System.Text.Json.Nodes;

namespace Functions.Tests.Api.Drivers;

/// <summary>The committed file of sample requests, sent by httpYac with the two lines set that its reader has to set.</summary>
public static class RequestsFile
{
    /// <summary>Sends all requests.</summary>
    /// <returns>The title of each, and the status of its response; null when there was none.</returns>
    public static async Task<IReadOnlyList<(string Title, int? Status)>> SendAsync(Uri app, string functionKey)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", "requests.http"));
        var folder = Directory.CreateTempSubdirectory("requests");
        try
        {
            var file = Path.Combine(folder.FullName, "requests.http");
            await File.WriteAllTextAsync(file, Set(Set(text, "app", app.AbsoluteUri.TrimEnd('/')), "key", functionKey));
            var output = await NpmTools.RunInAsync(folder.FullName, "httpyac", ["send", "requests.http", "--all", "--json", "--output", "short"]);
            return [.. JsonNode.Parse(output)!["requests"]!.AsArray().Select(request => ((string)request!["title"]!, (int?)request["response"]?["statusCode"]))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Set(string text, string name, string value)
    {
        var line = text.Split('\n').Single(line => line.StartsWith($"@{name} = ", StringComparison.Ordinal));
        return text.Replace(line, $"@{name} = {value}", StringComparison.Ordinal);
    }
}
