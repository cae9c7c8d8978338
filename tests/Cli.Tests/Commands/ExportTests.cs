using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Cli.Tests.Drivers;

namespace Cli.Tests.Commands;

public sealed class ExportTests(CliEnvironment environment) : SendingTests
{
    [Fact]
    public async Task Every_line_of_the_file_comes_with_its_HubSpot_id_or_its_error()
    {
        var known = $"{Guid.NewGuid():N}@cli.example";
        using var file = TestFile.Of("users.csv", $"hs_email,hs_job_title\n{known},\"two\nlines\"\n\nnot an address,x\na,b,c\n{Guid.NewGuid():N}@cli.example,=1+1\n");
        var id = await SendAsync(file, ExitCode.Attention);

        var run = await environment.RunAsync("export", id, "--input", file.Path);

        var lines = run.Ended(ExitCode.Ok).Out;
        var created = environment.Local.HubSpot.Journal.CreatedByUniqueValue()[known].Single();
        Assert.StartsWith("line,hs_email,hs_job_title,outcome,id,existingId,category,message,traceId,sourceId,index,batchId,completedAt\r\n", lines, StringComparison.Ordinal);
        Assert.Contains($"2,{known},\"two\nlines\",Created,{created.Id},", lines, StringComparison.Ordinal);
        Assert.Contains("\r\n5,not an address,x,Rejected,", lines, StringComparison.Ordinal);
        Assert.Contains("\r\n6,a,b,Faulty,,,FAULTY_LINE,", lines, StringComparison.Ordinal);
        Assert.Contains(",\"'=1+1\",Created,", lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_with_trace_ids_of_their_own_are_joined_to_their_lines()
    {
        using var file = TestFile.Of("users.csv", $"objectWriteTraceId,hs_email\nb,{Guid.NewGuid():N}@cli.example\nx,y,z\na,{Guid.NewGuid():N}@cli.example\n");
        var id = await SendAsync(file, ExitCode.Attention);

        var run = await environment.RunAsync("export", id, "--input", file.Path, "--format", "jsonl");

        var lines = run.Ended(ExitCode.Ok).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal([(2, "Created", "b"), (3, "Faulty", null), (4, "Created", "a")], lines.Select(line => ((int)line["line"]!, (string)line["outcome"]!, (string?)line["traceId"])));
        Assert.Equal("a", (string?)lines[2]["values"]!["objectWriteTraceId"]);
    }

    [Fact]
    public async Task A_file_is_there_once_it_is_whole_and_holds_what_was_asked_for()
    {
        using var file = TestFile.Of("users.jsonl", $"{{\"properties\":{{\"hs_email\":\"{Guid.NewGuid():N}@cli.example\"}},\"associations\":[]}}\nno json\n");
        var id = await SendAsync(file, ExitCode.Attention);
        var target = file.Beside("failures.jsonl");

        var run = await environment.RunAsync("export", id, "--input", file.Path, "--needs-attention", "--output", target, "--json");

        Assert.Equal((target, 1), ((string?)run.Ended(ExitCode.Ok).Json["file"], (int)run.Json["outcomes"]!["Faulty"]!));
        Assert.Equal(2, (int)JsonNode.Parse(Assert.Single(await File.ReadAllLinesAsync(target, TestContext.Current.CancellationToken)))!["line"]!);
        Assert.False(File.Exists(target + ".part"));
    }

    [Fact]
    public async Task A_file_is_joined_as_it_was_read()
    {
        var email = $"{Guid.NewGuid():N}@cli.example";
        using var file = TestFile.Of("users.txt", Encoding.Latin1.GetBytes($"hs_email|hs_job_title,x\n{email}|Ingeni\u00f6r, caf\u00e9\n"));
        string[] reading = ["--separator", "pipe", "--charset", "windows-1252"];
        var id = (string)(await environment.RunAsync(["send", file.Path, "--map", "2=hs_job_title", "--json", .. reading])).Ended(ExitCode.Ok).Json["requestId"]!;

        var run = await environment.RunAsync(["export", id, "--input", file.Path, .. reading]);
        var wrong = await environment.RunAsync("export", id, "--input", file.Path, "--separator", "dot");

        Assert.Contains($"2,{email},\"Ingeni\u00f6r, caf\u00e9\",Created,", run.Ended(ExitCode.Ok).Out, StringComparison.Ordinal);
        Assert.Contains("comma, semicolon, tab or pipe", wrong.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_file_than_the_one_that_was_sent_is_refused()
    {
        using var file = TestFile.Csv(3);
        using var other = TestFile.Csv(4);
        var id = await SendAsync(file, ExitCode.Ok);

        var run = await environment.RunAsync("export", id, "--input", other.Path, "--output", other.Beside("joined.csv"));

        Assert.Contains("has 4 lines with users, the upload had 3", run.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(other.Beside("joined.csv")));
    }

    [Fact]
    public async Task A_days_users_are_exported_by_outcome()
    {
        using var file = TestFile.Of("users.csv", "hs_email\nnot an address\n");
        var id = await SendAsync(file, ExitCode.Attention);

        var run = await environment.RunAsync("export", "--day", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--outcome", "Rejected", "--json");

        var lines = run.Ended(ExitCode.Ok).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.All(lines, line => Assert.Equal("Rejected", (string?)line["outcome"]));
        Assert.Contains(lines, line => ((string)line["sourceId"]!).StartsWith(id, StringComparison.Ordinal));
    }

    private async Task<string> SendAsync(TestFile file, int code) => (string)(await environment.RunAsync("send", file.Path, "--yes", "--json")).Ended(code).Json["requestId"]!;
}
