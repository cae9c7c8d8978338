using System.Globalization;
using System.Text.Json.Nodes;
using Cli.Tests.Drivers;

namespace Cli.Tests.Commands;

public sealed class FindTests(CliEnvironment environment) : SendingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_is_found_by_an_address_that_no_log_holds(bool isPiped)
    {
        var email = $"{Guid.NewGuid():N}@cli.example";
        using var file = TestFile.Of("users.csv", $"hs_email\n{email}\n");
        (await environment.RunAsync("send", file.Path)).Ended(ExitCode.Ok);

        var run = isPiped
            ? await environment.RunAsync(new CliRunOptions { Input = email + "\n" }, "find", "--json")
            : await environment.RunAsync("find", "--email", email, "--json");

        Assert.Equal("Created", (string?)Assert.Single(run.Ended(ExitCode.Ok).Json["users"]!.AsArray())!["outcome"]);
        Assert.DoesNotContain(environment.Output, line => line.Contains(email, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trace_id_finds_its_user_and_one_that_never_came_is_said_to_be_none()
    {
        var traceId = Guid.NewGuid().ToString("N");
        using var file = TestFile.Of("users.csv", $"objectWriteTraceId,hs_email\n{traceId},{traceId}@cli.example\n");
        (await environment.RunAsync("send", file.Path)).Ended(ExitCode.Ok);

        Assert.Contains("Created", (await environment.RunAsync("find", "--trace-id", traceId)).Ended(ExitCode.Ok).Out, StringComparison.Ordinal);
        Assert.Contains("No such user", (await environment.RunAsync("find", "--trace-id", "none", "--days", "2")).Ended(ExitCode.Attention).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_users_of_a_message_a_request_and_a_batch_are_found()
    {
        var own = $"hr-{Guid.NewGuid():N}";
        using var file = TestFile.Of("users.csv", $"id,hs_email\n,{own}.1@cli.example\n{own},{own}.2@cli.example\n");
        var id = (string)(await environment.RunAsync("send", file.Path, "--json")).Ended(ExitCode.Ok).Json["requestId"]!;

        var ofProducer = (await environment.RunAsync("find", "--source-id", own, "--json")).Ended(ExitCode.Ok).Json["users"]!.AsArray();
        var line = (await environment.RunAsync("export", id, "--json")).Ended(ExitCode.Ok).Out.Split('\n').Select(text => JsonNode.Parse(text)!).First(user => (int)user["line"]! is 2);
        var ofMessage = (await environment.RunAsync("find", "--source-id", (string)line["sourceId"]!, "--json")).Ended(ExitCode.Ok).Json["users"]!.AsArray();
        var ofBatch = (await environment.RunAsync("find", "--batch", (string)line["batchId"]!, "--json")).Ended(ExitCode.Ok).Json;
        var table = await environment.RunAsync("find", "--source-id", own);

        Assert.Equal((own, "Created"), ((string?)Assert.Single(ofProducer)!["sourceId"], (string?)ofProducer[0]!["outcome"]));
        Assert.Equal((2, (string?)line["id"]), ((int)Assert.Single(ofMessage)!["line"]!, (string?)ofMessage[0]!["id"]));
        Assert.True((bool)ofBatch["isComplete"]!);
        Assert.Contains((string?)line["id"], ofBatch["users"]!.AsArray().Select(user => (string?)user!["id"]));
        Assert.Contains("Created", table.Ended(ExitCode.Ok).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_user_of_a_queue_message_is_found_by_its_id_and_day()
    {
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var body = $$$"""{"properties":{"hs_email":"{{{Guid.NewGuid():N}}}@cli.example"}}""";
        var message = (await environment.Queue.SendMessageAsync(body, TestContext.Current.CancellationToken)).Value.MessageId;
        environment.Sent.Add(message, body);

        var found = await Eventually.SeesAsync("the user created", () => environment.RunAsync("find", "--source-id", message, "--day", today, "--json"), run => (string?)run.Json["users"]!.AsArray().SingleOrDefault()?["outcome"] is "Created");

        Assert.Equal(message, (string?)found.Json["users"]![0]!["sourceId"]);
    }

    [Theory]
    [InlineData("--source-id", "hr-that-never-came")]
    [InlineData("--batch", "no-batch")]
    [InlineData("--batch", "01a21e1e-287b-750e-9534-f6572e020dac")]
    public async Task A_message_or_batch_without_users_on_record_is_said_to_have_none(params string[] args)
    {
        var run = await environment.RunAsync(["find", .. args]);

        Assert.Contains("No user of it is on record", run.Ended(ExitCode.Attention).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--source-id", "a", "--batch", "b")]
    [InlineData("--source-id", "a", "--days", "3")]
    [InlineData("--trace-id", "a", "--day", "2026-11-27")]
    public async Task It_must_be_clear_what_is_looked_for(params string[] args) => (await environment.RunAsync(["find", .. args])).Ended(ExitCode.Usage);
}
