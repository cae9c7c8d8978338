using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.EndToEnd;

public sealed partial class SandboxTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-tests-");

    [Fact]
    public async Task Generated_users_are_all_created()
    {
        var (run, report) = await RunAsync("--users", "200");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("200 of 200 users have their outcome (Created 200)", run.Output, StringComparison.Ordinal);
        Assert.Equal(200, (int)report["inputs"]!);
        Assert.Equal("""{"Created":200}""", report["outcomes"]!.ToJsonString());
        Assert.Equal(200, (int)report["createdInHubSpot"]!);
        Assert.Empty(report["unaccounted"]!.AsArray());
        Assert.Equal(200, report["batchSizes"]!.AsArray().Sum(size => (int)size!));
        Assert.Equal((int)report["calls"]!, report["batchSizes"]!.AsArray().Count);
        Assert.Empty(report["check"]!["violations"]!.AsArray());
        Assert.True((long)report["peakMemoryBytes"]! > 0);
        Assert.Contains("I8", Checked(report));
    }

    [Fact]
    public async Task The_users_of_a_CSV_file_are_created()
    {
        var input = await WriteAsync("users.csv", """
            hs_email,hs_given_name,hs_family_name,hs_job_title
            jane@csv.example.com,Jane,"Doe, Jr.",Team lead
            jürgen@csv.example.com,Jürgen,Müller,
            """);

        var (run, report) = await RunAsync("--input", input);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("""{"Created":2}""", report["outcomes"]!.ToJsonString());
        Assert.Equal(("Import", "Done", 2), ((string?)RequestOf(report)["kind"], (string?)RequestOf(report)["state"], (int)RequestOf(report)["inputs"]!));
        Assert.Contains("2 users on the queue after", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 users have their outcome (Created 2)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_a_wrong_header_is_refused_as_the_command_line_refuses_it()
    {
        var input = await WriteAsync("users.csv", "hs_emial\njane@csv.example.com\n");

        var run = await ProcessRun.OfAsync("Sandbox", ["--once", "--storage-ports", "0,0,0", "--input", input]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The nearest is hs_email. Correct its name, or say which it is: --map 1=hs_email", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("have their outcome", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_good_line_is_not_sent()
    {
        var input = await WriteAsync("users.csv", "hs_email\na@csv.example.com,and more\n");

        var (run, report) = await RunAsync("--input", input, "--faults", "storm");

        Assert.Contains("No line of the file can be sent.", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0, 1), (run.ExitCode, (int)report["inputs"]!, (int)report["file"]!["faulty"]!));
        Assert.Equal((0, 0), ((int)report["outages"]!, (int)report["kills"]!));
    }

    [Fact]
    public async Task A_storm_over_a_file_keeps_every_promise_and_its_sender_resumes()
    {
        const int Lines = 3_000, BadEvery = 500;
        var input = await WriteAsync("users.csv", "Email,First Name\n" + string.Concat(Enumerable.Range(1, Lines).Select(line =>
            line % BadEvery is 0 ? "bad,b,c\n" : $"{line}@csv.example.com,{Guid.NewGuid():N}\n")));

        var (run, report) = await RunAsync("--input", input, "--faults", "storm", "--seed", "42");

        Assert.True(run.ExitCode is 0, run.Output);
        Assert.Equal((Lines - (Lines / BadEvery), Lines / BadEvery), ((int)report["inputs"]!, (int)report["file"]!["faulty"]!));
        Assert.Equal((int)report["inputs"]!, report["outcomes"]!.AsObject().Sum(outcome => (int)outcome.Value!));
        Assert.Contains("The connection was lost; retrying", run.Output, StringComparison.Ordinal);
        Assert.InRange((int)report["kills"]!, 3, 7);
        Assert.Equal(3, (int)report["outages"]!);
        Assert.Empty(report["unaccounted"]!.AsArray());
        Assert.Empty(report["check"]!["violations"]!.AsArray());
    }

    [Fact]
    public async Task Messages_are_sent_as_they_are_and_a_bad_one_shows_as_invalid()
    {
        var input = await WriteAsync("users.jsonl", """
            {"properties":{"hs_email":"jürgen@lines.example.com","hs_family_name":"Müller, \"Jr.\""}}
            {"inputs":[{"properties":{"hs_email":"a@lines.example.com"}},{"properties":{"hs_email":"b@lines.example.com"}}]}

            {"properties":{"hs_email":"c@lines.example.com"
            {"id":"order:1","inputs":[{"properties":{"hs_email":"d@lines.example.com"}},{"properties":{"no_such_property":"x"}}]}
            """);

        var (run, report) = await RunAsync("--messages", input);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(6, (int)report["inputs"]!);
        Assert.Equal("""{"Created":4,"Invalid":1,"Rejected":1}""", report["outcomes"]!.ToJsonString());
    }

    [Fact]
    public async Task A_storm_is_drawn_from_its_seed_and_every_promise_is_kept()
    {
        var log = Path.Combine(_folder.FullName, "app.log");

        var (run, report) = await RunAsync("--users", "500", "--faults", "storm", "--seed", "7", "--log", log);

        Assert.Equal(0, run.ExitCode);
        await AssertLogIsKeptAsync(log, starts: (int)report["kills"]! + 1, run.Output);
        Assert.Contains("--seed 7", run.Output, StringComparison.Ordinal);
        Assert.Equal(7, (int)report["seed"]!);
        Assert.InRange((int)report["kills"]!, 2, 5);
        Assert.Equal(3, (int)report["outages"]!);
        Assert.InRange(report["faults"]!.AsObject().Count, 3, 200);
        Assert.Empty(report["unaccounted"]!.AsArray());
        Assert.Empty(report["check"]!["violations"]!.AsArray());
    }

    [Fact]
    public async Task Where_the_Core_Tools_are_on_the_path_they_can_run_the_app()
    {
        var host = Path.Combine(ProcessRun.Repository, "artifacts", "publish", "LocalHost", "release", "LocalHost.dll");
        var func = await WriteAsync("func", $$"""
            #!/bin/sh
            # Takes the command line of "func start" in the app's folder, and lists a function when the app has started, as the Core Tools do.
            [ "$1 $2 $3" = "start --no-build --port" ] && [ -f host.json ] && [ "$FUNCTIONS_WORKER_RUNTIME" = dotnet-isolated ] || exit 64
            dotnet '{{host}}' . --port "$4" | sed -u -n "s|.*Host started.*|\tGetHealth: [GET,HEAD] http://localhost:$4/api/health|p"
            """);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for the Core Tools is a shell script.");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(func, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var (run, report) = await RunAsync([new("PATH", $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}")], "--users", "50", "--host", "func");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("""{"Created":50}""", report["outcomes"]!.ToJsonString());

        // They do not say which process the worker is, and the host's memory alone would be no figure of the app's.
        Assert.Null(report["peakMemoryBytes"]);
        Assert.DoesNotContain("I8", Checked(report));
    }

    [Fact]
    public async Task Where_they_are_not_on_the_path_it_says_so()
    {
        var run = await ProcessRun.OfAsync("Sandbox", ["--once", "--storage-ports", "0,0,0", "--users", "1", "--host", "func"], [new("PATH", WithoutFunc())]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'func' is not on the path. Install the Azure Functions Core Tools 4, or leave --host out.", string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_input_file_is_named()
    {
        var missing = Path.Combine(_folder.FullName, "nowhere.csv");

        var run = await ProcessRun.OfAsync("Sandbox", ["--once", "--input", missing]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(missing, run.Output, StringComparison.Ordinal);
        Assert.Contains("does not exist", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The folders of the path in which there are no Core Tools.</summary>
    private static string WithoutFunc() => string.Join(
        Path.PathSeparator,
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Where(folder => !File.Exists(Path.Combine(folder, "func")) && !File.Exists(Path.Combine(folder, "func.exe"))));

    /// <summary>The log is that of all processes, and its warnings and errors up to the report are counted there.</summary>
    private static async Task AssertLogIsKeptAsync(string log, int starts, string output)
    {
        var lines = await File.ReadAllLinesAsync(log);
        Assert.Equal(starts, lines.Count(line => line.Contains("Host started", StringComparison.Ordinal)));
        var said = LoggedLine().Match(string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.True(said.Success, output);
        Assert.InRange(int.Parse(said.Groups["warnings"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), 1, lines.Count(line => line.Contains(" warn: ", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Checked(JsonObject report) => report["check"]!["checked"]!.AsArray().Select(name => (string)name!);

    private static JsonNode RequestOf(JsonObject report) => report["file"]!["request"]!;

    private Task<(ProcessRun Run, JsonObject Report)> RunAsync(params string[] arguments) => RunAsync([], arguments);

    private async Task<(ProcessRun Run, JsonObject Report)> RunAsync(KeyValuePair<string, string>[] settings, params string[] arguments)
    {
        var report = Path.Combine(_folder.FullName, "report.json");
        var run = await ProcessRun.OfAsync("Sandbox", ["--once", "--latency", "20", "--storage-ports", "0,0,0", "--report", report, .. arguments], settings);
        Assert.True(File.Exists(report), run.Output);
        return (run, JsonNode.Parse(await File.ReadAllTextAsync(report))!.AsObject());
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    [GeneratedRegex(@"The app logged (?<warnings>[0-9,]+) warnings? and [0-9,]+ errors? \(in ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoggedLine();
}
