using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Cli.Tests.Drivers;
using Testing.Drivers;

namespace Cli.Tests.Files;

/// <summary>The same file has the same users, faulty and blank lines by import, by the command line and in the sandbox.</summary>
public sealed class EveryWayInTests(TwoAccounts accounts) : IClassFixture<TwoAccounts>
{
    public static TheoryData<string> Files => [.. FileShape.All.Select(shape => shape.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_has_the_same_users_whichever_way_it_is_sent(string file)
    {
        var shape = FileShape.All.Single(shape => shape.File == file);
        var expected = ReadUsers.Of(shape);

        var (imported, sent, read) = (await ImportAsync(shape), await SendAsync(shape), await ReadBySandboxAsync(shape));

        Assert.Equal(expected, imported);
        Assert.Equal(expected, sent);
        Assert.Equal(expected, read);
    }

    private async Task<string> ImportAsync(FileShape shape)
    {
        var environment = accounts.OfImports;
        environment.Local.HubSpot.Reset();
        using var http = new HttpClient();
        using var body = new ByteArrayContent(await File.ReadAllBytesAsync(shape.Location, TestContext.Current.CancellationToken));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(MediaTypeOf(shape));
        var query = string.Join('&', shape.Map.Select(column => $"map={Uri.EscapeDataString($"{column.Key}:{column.Value}")}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(environment.Address, $"api/users/import?{query}")) { Content = body };
        request.Headers.Add("x-functions-key", environment.Local.FunctionKey);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var import = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.True(response.StatusCode is HttpStatusCode.Accepted, import.ToJsonString());
        await environment.RunAsync("show", (string)import["requestId"]!, "--follow");
        return await ReadUsers.OfRequestAsync(environment, (string)import["requestId"]!, (int)import["skipped"]!);
    }

    private async Task<string> SendAsync(FileShape shape)
    {
        var environment = accounts.OfSends;
        environment.Local.HubSpot.Reset();
        string[] charset = shape.Charset is null ? [] : ["--charset", shape.Charset];
        var run = await environment.RunAsync(["send", shape.Location, "--yes", "--json", .. charset, .. shape.Map.SelectMany(column => new[] { "--map", $"{column.Key}={column.Value}" })]);
        return await ReadUsers.OfRequestAsync(environment, (string)run.Json["requestId"]!, (int)run.Json["file"]!["skipped"]!);
    }

    private static async Task<string> ReadBySandboxAsync(FileShape shape)
    {
        using var report = TestFile.Of("report.json", string.Empty);
        string[] charset = shape.Charset is null ? [] : ["--charset", shape.Charset];
        await using var sandbox = ToolProcess.Start("Sandbox", ["--dry-run", "--input", shape.Location, "--report", report.Path, .. charset, .. shape.Map.SelectMany(column => new[] { "--map", $"{column.Key}={column.Value}" })]);
        var code = await sandbox.EndAsync();
        Assert.True(code == (shape.Faulty.Count is 0 ? 0 : 1), string.Join('\n', [.. sandbox.Out, .. sandbox.Error]));
        return ReadUsers.OfReport(JsonNode.Parse(await File.ReadAllTextAsync(report.Path, TestContext.Current.CancellationToken))!);
    }

    private static string MediaTypeOf(FileShape shape) => Path.GetExtension(shape.File) switch
    {
        ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".json" => "application/json",
        ".jsonl" => "application/x-ndjson",
        _ => "text/csv",
    } + (shape.Charset is null ? string.Empty : $"; charset={shape.Charset}");
}
