using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Cli.Tests.Drivers;
using HubSpotUsers.Files;
using Testing.Drivers;

namespace Cli.Tests.Files;

/// <summary>The same file has the same users, faulty and blank lines, and outcomes, by import, by the command line and in the sandbox.</summary>
public sealed class EveryWayInTests(TwoAccounts accounts) : IClassFixture<TwoAccounts>
{
    /// <summary>
    /// Users that are created, one that HubSpot has already, and three that are refused: two by HubSpot, one for the id of another; a blank line, a line
    /// with a field too many, and a value that the property does not take.
    /// </summary>
    private const string Faulty = """
        Number,Email,hs_availability_status
        1,ada@faulty.example,available
        2,grace@faulty.example,away
        3,edsger@faulty.example,asleep
        4,not an address,available

        5,barbara@faulty.example,away,and more
        6,ADA@faulty.example,away
        2,other@faulty.example,away
        ,alan@faulty.example,
        ,donald@faulty.example,available
        ,no address,
        """;

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
        string[] secrets = [.. shape.Users.SelectMany(user => user.Properties.Values).Where(value => value.Contains('@', StringComparison.Ordinal))];
        await EndAsync(accounts.OfImports, secrets);
        await EndAsync(accounts.OfSends, secrets);
    }

    [Fact]
    public async Task A_file_with_faults_has_the_same_counts_faults_and_outcomes_in_the_sandbox_as_from_the_command_line()
    {
        using var file = TestFile.Of("people.csv", Faulty);
        using var report = TestFile.Of("report.json", string.Empty);
        var environment = BeginWith(accounts.OfSends);

        var sent = await environment.RunAsync("send", file.Path, "--yes", "--json", "--id-column", "Number");
        await using var sandbox = ToolProcess.Start("Sandbox", ["--once", "--latency", "0", "--storage-ports", "0,0,0", "--input", file.Path, "--id-column", "Number", "--report", report.Path]);
        var code = await sandbox.EndAsync();

        Assert.True(code is 0, string.Join('\n', [.. sandbox.Out, .. sandbox.Error]));
        var run = JsonNode.Parse(await File.ReadAllTextAsync(report.Path, TestContext.Current.CancellationToken))!;
        Assert.Equal((8, 2, 1), ((int)sent.Json["accepted"]!, (int)sent.Json["faulty"]!, (int)sent.Json["file"]!["skipped"]!));
        Assert.Equal("""{"Created":4,"Duplicate":1,"Rejected":3}""", sent.Json["request"]!["outcomes"]!.ToJsonString());
        Assert.Equal(Describe(sent.Json), Describe(run["file"]!));
        Assert.Equal(sent.Json["request"]!["outcomes"]!.ToJsonString(), run["outcomes"]!.ToJsonString());
        Assert.Equal(TablesOf(sent.Error), TablesOf(string.Join('\n', sandbox.Error)));
        Assert.Equal(["[]", "[]"], [run["unaccounted"]!.ToJsonString(), run["check"]!["violations"]!.ToJsonString()]);
        await EndAsync(environment, "@faulty.example");
    }

    private async Task<string> ImportAsync(FileShape shape)
    {
        var environment = BeginWith(accounts.OfImports);
        using var http = new HttpClient();
        using var body = new ByteArrayContent(await File.ReadAllBytesAsync(shape.Location, TestContext.Current.CancellationToken));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(MediaTypeOf(shape));
        var query = string.Join('&', shape.Map.Select(column => $"map={Uri.EscapeDataString($"{column.Key}:{column.Value}")}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(environment.Address, $"api/users/import?{query}")) { Content = body };
        request.Headers.Add("x-functions-key", environment.Local.FunctionKey);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var import = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.True(response.StatusCode is HttpStatusCode.Accepted, import.ToJsonString());
        await environment.Sent.AddFileAsync((string)import["requestId"]!, shape.Location, new UserFileOptions { Kind = UserFileKind.Csv, Charset = shape.Charset, Map = shape.Map });
        await environment.RunAsync("show", (string)import["requestId"]!, "--follow");
        return await ReadUsers.OfRequestAsync(environment, (string)import["requestId"]!, (int)import["skipped"]!);
    }

    private async Task<string> SendAsync(FileShape shape)
    {
        var environment = BeginWith(accounts.OfSends);
        string[] charset = shape.Charset is null ? [] : ["--charset", shape.Charset];
        var run = await environment.RunAsync(["send", shape.Location, "--yes", "--json", .. charset, .. shape.Map.SelectMany(column => new[] { "--map", $"{column.Key}={column.Value}" })]);
        return await ReadUsers.OfRequestAsync(environment, (string)run.Json["requestId"]!, (int)run.Json["file"]!["skipped"]!);
    }

    private static async Task<string> ReadBySandboxAsync(FileShape shape)
    {
        using var report = TestFile.Of("report.json", string.Empty);
        string[] charset = shape.Charset is null ? [] : ["--charset", shape.Charset];
        var run = await CliRun.OfSandboxAsync(["--dry-run", "--input", shape.Location, "--report", report.Path, .. charset, .. shape.Map.SelectMany(column => new[] { "--map", $"{column.Key}={column.Value}" })]);
        run.Ended(shape.Faulty.Count is 0 ? 0 : 1);
        return ReadUsers.OfReport(JsonNode.Parse(await File.ReadAllTextAsync(report.Path, TestContext.Current.CancellationToken))!);
    }

    /// <summary>Begins a test with an empty account.</summary>
    private static CliEnvironment BeginWith(CliEnvironment environment)
    {
        environment.Local.HubSpot.Reset();
        environment.Sent.Begin();
        return environment;
    }

    private static async Task EndAsync(CliEnvironment environment, params IReadOnlyList<string> secrets)
    {
        Assert.NotEmpty(environment.Sent.Messages);
        await environment.Sent.EndAsync(secrets);
    }

    /// <summary>What a send reports, without what is different each time.</summary>
    private static string Describe(JsonNode report)
    {
        var (file, request) = (report["file"]!, report["request"]!);
        IEnumerable<string> counts = ["lines", "acceptable", "faulty", "skipped", "kind", "encoding", "separator"];
        IEnumerable<string> progress = ["state", "inputs", "lines", "faultyLines", "pending", "needsAttention", "outcomes"];
        return string.Join('\n', [
            .. counts.Select(name => $"{name} {file[name]}"),
            .. file["columns"]!.AsArray().Select(column => column!.ToJsonString()),
            .. file["errors"]!.AsArray().Select(error => $"{error!["line"]} {error["pointer"]} {error["detail"]} {error["column"]}"),
            $"accepted {report["accepted"]}, faulty {report["faulty"]}",
            .. progress.Select(name => $"{name} {request[name]?.ToJsonString()}"),
        ]);
    }

    /// <summary>What is shown of a file before it is sent.</summary>
    private static IEnumerable<string> TablesOf(string shown) => shown.Split('\n')
        .Select(line => line.Trim())
        .SkipWhile(line => !line.StartsWith("people.csv:", StringComparison.Ordinal))
        .TakeWhile(line => !line.StartsWith("Sending ", StringComparison.Ordinal))
        .Where(line => line.Length > 0);

    private static string MediaTypeOf(FileShape shape) => Path.GetExtension(shape.File) switch
    {
        ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".json" => "application/json",
        ".jsonl" => "application/x-ndjson",
        _ => "text/csv",
    } + (shape.Charset is null ? string.Empty : $"; charset={shape.Charset}");
}
