using System.Globalization;
using System.Text.Json.Nodes;
using Cli.Tests.Drivers;

namespace Cli.Tests;

/// <summary><c>CLI_LINES=100000</c> in front of the test command sends a file of so many lines.</summary>
public sealed class When_a_send_is_killed(CliEnvironment environment) : SendingTests
{
    private const int BadEvery = 250;

    /// <summary>A line of these files has some 70 random characters of hexadecimal, so half as many bytes packed.</summary>
    private const int PackedLineBytes = 40;

    private static readonly int Lines = int.Parse(Environment.GetEnvironmentVariable("CLI_LINES") ?? "4000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_same_command_goes_on_and_no_user_is_lost_or_created_twice_and_the_export_misses_no_line()
    {
        var journal = environment.Local.HubSpot.Journal;
        await environment.Poison.ClearMessagesAsync(TestContext.Current.CancellationToken);
        var before = journal.Created.Count;
        using var file = TestFile.Csv(Lines, BadEvery);
        await KillAmidUploadAsync(file);
        Log($"{journal.Created.Count - before} users created when the process was killed");
        var startedAt = TimeProvider.System.GetTimestamp();

        var run = await environment.RunAsync("send", file.Path, "--yes", "--json");
        Log($"resumed and followed to the end in {TimeProvider.System.GetElapsedTime(startedAt)}");

        var (bad, good) = (Lines / BadEvery, Lines - (Lines / BadEvery));
        Assert.Equal((good, bad), ((int)run.Ended(ExitCode.Attention).Json["accepted"]!, (int)run.Json["faulty"]!));
        Assert.Equal(good, (int)run.Json["request"]!["outcomes"]!["Created"]!);
        var id = (string)run.Json["requestId"]!;
        Assert.Equal(good, journal.Created.Count - before);
        await AssertExportAsync(id, file, (good, bad));
    }

    private async Task KillAmidUploadAsync(TestFile file)
    {
        var before = environment.Local.HubSpot.Journal.Created.Count;
        await using var proxy = StallingProxy.Start(environment.Address, Lines * PackedLineBytes / 2);
        await using var tool = ToolProcess.Start(environment, proxy.Address, "send", file.Path, "--yes");
        await Eventually.HoldsAsync("users of the beginning of the file", () => environment.Local.HubSpot.Journal.Created.Count - before >= 100);
        await tool.KillAsync();
    }

    private async Task AssertExportAsync(string id, TestFile file, (int Good, int Bad) expected)
    {
        var (startedAt, target) = (TimeProvider.System.GetTimestamp(), file.Beside("joined.jsonl"));
        (await environment.RunAsync("export", id, "--input", file.Path, "--format", "jsonl", "--output", target)).Ended(ExitCode.Ok);
        Log($"exported and joined in {TimeProvider.System.GetElapsedTime(startedAt)}");

        var created = environment.Local.HubSpot.Journal.CreatedByUniqueValue();
        var lines = (await File.ReadAllLinesAsync(target, TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(Enumerable.Range(2, Lines), lines.Select(line => (int)line["line"]!));
        Assert.Equal(expected, (lines.Count(line => (string?)line["outcome"] is "Created"), lines.Count(line => (string?)line["outcome"] is "Faulty")));
        Assert.All(
            lines.Where(line => (string?)line["outcome"] is "Created"),
            line => Assert.Equal(created[(string)line["values"]!["hs_email"]!].Single().Id, (string?)line["id"]));
    }

    private static void Log(string text) => TestContext.Current.TestOutputHelper!.WriteLine(text);
}
