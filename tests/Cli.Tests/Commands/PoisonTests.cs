using System.Globalization;
using System.Text.Json;
using Cli.Tests.Drivers;
using HubSpotUsers;
using HubSpotUsers.Messages;

namespace Cli.Tests.Commands;

public sealed class PoisonTests(CliEnvironment environment) : SendingTests
{
    [Fact]
    public async Task Users_that_HubSpot_refused_are_listed_counted_and_sent_back_to_success()
    {
        var (id, settings) = await RefuseAsync(users: 3);

        var groups = await environment.RunAsync("poison", "list", "--json");
        var messages = await environment.RunAsync("poison", "list", "--request", id, "--json");
        var dry = await environment.RunAsync("poison", "redrive", "--request", id, "--dry-run", "--json");
        environment.Local.HubSpot.Settings = settings;
        var done = await environment.RunAsync("poison", "redrive", "--request", id, "--reason", "Rejected", "--rate", "100", "--yes", "--json");
        await Eventually.SeesAsync("users created", () => environment.RunAsync("show", id, "--json"), shown => (int?)shown.Json["outcomes"]!["Created"] is 3);

        Assert.Contains("Rejected", groups.Ended(ExitCode.Attention).Json["groups"]!.AsArray().Select(group => (string?)group!["reason"]));
        Assert.Equal(3, messages.Ended(ExitCode.Attention).Json["messages"]!.AsArray().Sum(message => (int)message!["users"]!));
        Assert.Equal((true, 3), ((bool)dry.Ended(ExitCode.Ok).Json["dryRun"]!, (int)dry.Json["users"]!));
        Assert.Equal((false, 3), ((bool)done.Ended(ExitCode.Ok).Json["dryRun"]!, (int)done.Json["users"]!));
    }

    [Fact]
    public async Task A_person_is_asked_before_messages_are_deleted()
    {
        var (id, settings) = await RefuseAsync(users: 2);
        environment.Local.HubSpot.Settings = settings;

        var script = await environment.RunAsync("poison", "drop", "--request", id);
        var no = await environment.RunAsync(new CliRunOptions { IsInteractive = true, Input = "n\n" }, "poison", "drop", "--request", id);
        var yes = await environment.RunAsync(new CliRunOptions { IsInteractive = true, Input = "y\n" }, "poison", "drop", "--request", id);
        var left = await environment.RunAsync("poison", "list", "--request", id);

        Assert.Contains("--yes", script.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Contains("Delete 2 users in ", no.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Contains("Deleted: 2 users", yes.Ended(ExitCode.Ok).Out, StringComparison.Ordinal);
        Assert.Contains("No messages match", left.Ended(ExitCode.Ok).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_meant_unless_it_is_said()
    {
        Assert.Contains("--all", (await environment.RunAsync("poison", "redrive", "--yes")).Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        (await environment.RunAsync("poison", "drop", "--all", "--reason", "Rejected", "--yes")).Ended(ExitCode.Usage);
        (await environment.RunAsync("poison", "drop", "--all", "--unknown", "send")).Ended(ExitCode.Usage);
    }

    [Fact]
    public async Task Messages_are_meant_by_their_time_and_their_id()
    {
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        var (id, settings) = await RefuseAsync(users: 1);
        environment.Local.HubSpot.Settings = settings;
        var (from, to) = (before.ToString("O", CultureInfo.InvariantCulture), TimeProvider.System.GetUtcNow().AddMinutes(1).ToString("O", CultureInfo.InvariantCulture));
        var message = await MessageAsync(id);

        var within = await environment.RunAsync("poison", "list", "--from", from, "--to", to, "--json");
        var older = await environment.RunAsync("poison", "list", "--to", from, "--request", id);
        var one = await environment.RunAsync("poison", "list", "--id", message, "--json");
        var counted = await environment.RunAsync("poison", "redrive", "--id", message, "--from", from, "--to", to, "--dry-run", "--json");
        var dropped = await environment.RunAsync("poison", "drop", "--id", message, "--yes", "--json");
        var wrong = await environment.RunAsync("poison", "list", "--from", "yesterday");

        Assert.Contains(message, within.Ended(ExitCode.Attention).Json["messages"]!.AsArray().Select(entry => (string?)entry!["id"]));
        Assert.Contains("No messages match", older.Ended(ExitCode.Ok).Error, StringComparison.Ordinal);
        Assert.Equal(message, (string?)Assert.Single(one.Ended(ExitCode.Attention).Json["messages"]!.AsArray())!["id"]);
        Assert.Equal((1, message), ((int)counted.Ended(ExitCode.Ok).Json["users"]!, (string?)counted.Json["messageId"]));
        Assert.Equal((1, message), ((int)dropped.Ended(ExitCode.Ok).Json["users"]!, (string?)dropped.Json["messageId"]));
        Assert.Contains("2026-11-24T09:00Z", wrong.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redrive", "send", "Created")]
    [InlineData("drop", "drop", "Unknown")]
    public async Task Users_in_doubt_are_left_until_a_person_decides(string command, string decision, string outcome)
    {
        var (source, _) = await DoubtAsync();

        var left = await environment.RunAsync("poison", command, "--request", source, "--yes", "--json");
        var decided = await environment.RunAsync("poison", command, "--request", source, "--unknown", decision, "--yes", "--json");
        var found = await Eventually.SeesAsync("an outcome", () => environment.RunAsync("find", "--source-id", source, "--json"), run => OutcomeOf(run) is not (null or "Pending"));

        Assert.Equal((0, 1), ((int)left.Ended(ExitCode.Attention).Json["users"]!, (int)left.Json["skipped"]!));
        Assert.Contains("--unknown", left.Error, StringComparison.Ordinal);
        Assert.Equal((1, 0), ((int)decided.Ended(ExitCode.Ok).Json["users"]!, (int)decided.Json["skipped"]!));
        Assert.Equal(outcome, OutcomeOf(found));
    }

    [Fact]
    public async Task A_user_that_a_person_found_in_HubSpot_is_recorded_as_created()
    {
        var (source, message) = await DoubtAsync();

        var unsure = await environment.RunAsync("poison", "created", message, "--index", "0", "--hubspot-id", "4711");
        var wrong = await environment.RunAsync("poison", "created", message, "--index", "7", "--hubspot-id", "4711", "--yes", "--json");
        var done = await environment.RunAsync(new CliRunOptions { IsInteractive = true, Input = "y\n" }, "poison", "created", message, "--index", "0", "--hubspot-id", "4711");
        var gone = await environment.RunAsync("poison", "created", message, "--index", "0", "--hubspot-id", "4711", "--yes");
        var found = await environment.RunAsync("find", "--source-id", source, "--json");

        Assert.Contains("--yes", unsure.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Equal((0, 1), ((int)wrong.Ended(ExitCode.Attention).Json["users"]!, (int)wrong.Json["skipped"]!));
        Assert.Contains("Recorded as created: 1 user", done.Ended(ExitCode.Ok).Out, StringComparison.Ordinal);
        Assert.Contains("no message of this id", gone.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Equal(("Created", "4711"), (OutcomeOf(found), (string?)found.Json["users"]![0]!["id"]));
    }

    [Fact]
    public async Task A_user_is_corrected_from_a_file_or_a_pipe_and_created()
    {
        using var file = TestFile.Of("users.csv", "hs_email\nnot an address\nneither is this\n");
        var id = (string)(await environment.RunAsync("send", file.Path, "--json")).Ended(ExitCode.Attention).Json["requestId"]!;
        var message = await MessageAsync(id);
        var (first, second) = ($"{Guid.NewGuid():N}@cli.example", $"{Guid.NewGuid():N}@cli.example");
        using var correction = TestFile.Of("correction.json", $"[{{\"index\":1,\"properties\":{{\"hs_email\":\"{second}\"}}}}]");

        var counted = await environment.RunAsync("poison", "correct", message, correction.Path, "--dry-run", "--json");
        var no = await environment.RunAsync(new CliRunOptions { IsInteractive = true, Input = "n\n" }, "poison", "correct", message, correction.Path);
        var filed = await environment.RunAsync("poison", "correct", message, correction.Path, "--yes", "--json");
        var piped = await environment.RunAsync(new CliRunOptions { Input = $"{{\"properties\":{{\"hs_email\":\"{first}\"}}}}" }, "poison", "correct", await MessageAsync(id), "--index", "0", "--yes");
        await Eventually.SeesAsync("users created", () => environment.RunAsync("show", id, "--json"), shown => (int?)shown.Json["outcomes"]!["Created"] is 2);

        Assert.Equal((true, 1), ((bool)counted.Ended(ExitCode.Ok).Json["dryRun"]!, (int)counted.Json["users"]!));
        Assert.Contains("Send 1 corrected user", no.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Equal(("Correct", 1), ((string?)filed.Ended(ExitCode.Ok).Json["kind"], (int)filed.Json["users"]!));
        Assert.Contains("Sent: 1 user", piped.Ended(ExitCode.Ok).Out, StringComparison.Ordinal);
        Assert.All([first, second], email => Assert.Single(environment.Local.HubSpot.Journal.CreatedByUniqueValue()[email]));
        Assert.DoesNotContain(environment.Output, line => line.Contains(first, StringComparison.Ordinal) || line.Contains(second, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "are not JSON")]
    [InlineData("{\"properties\":", "are not JSON: see line 1")]
    [InlineData("[]", "a JSON object, or an array")]
    [InlineData("[1]", "a JSON object, or an array")]
    [InlineData("{\"properties\":{}}", "needs the position")]
    [InlineData("{\"index\":0,\"props\":{}}", "no members but index, properties")]
    [InlineData("{\"index\":0,\"properties\":{\"Ada Lovelace\":[1]}}", "the fields of this operation")]
    [InlineData("{\"index\":0,\"properties\":{\"hs_email\":\"a@cli.example\"}}", "no message of this id")]
    public async Task A_correction_that_cannot_be_taken_says_why_and_repeats_no_value(string json, string says)
    {
        var run = await environment.RunAsync(new CliRunOptions { Input = json }, "poison", "correct", "d90570cb-634b-48f2-b93c-7c42c2848959", "--yes");

        Assert.Contains(says, run.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada Lovelace", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_users_have_their_positions_in_the_JSON_and_a_terminal_is_not_read()
    {
        var several = await environment.RunAsync(new CliRunOptions { Input = "[{\"properties\":{}},{\"properties\":{}}]" }, "poison", "correct", "1", "--index", "0", "--yes");
        var terminal = await environment.RunAsync(new CliRunOptions { IsInteractive = true }, "poison", "correct", "1");

        Assert.Contains("--index is for one", several.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Contains("Name a file", terminal.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_listed_and_stopped()
    {
        var (id, settings) = await RefuseAsync(users: 250);
        environment.Local.HubSpot.Settings = settings;
        var begun = await environment.RunAsync("poison", "redrive", "--request", id, "--rate", "1", "--yes", "--no-wait", "--json");
        var task = (string)begun.Ended(ExitCode.Ok).Json["id"]!;

        var stopped = await environment.RunAsync("poison", "stop", task, "--json");
        await Eventually.SeesAsync("the task stopped", () => environment.RunAsync("poison", "tasks", "--json"), tasks => StateOf(tasks, task) is "Stopped");
        var again = await environment.RunAsync("poison", "stop", task);
        var table = await environment.RunAsync("poison", "tasks", "--top", "5");
        var unknown = await environment.RunAsync("poison", "stop", "no-task");
        (await environment.RunAsync("poison", "drop", "--request", id, "--yes")).Ended(ExitCode.Ok);

        Assert.Contains((string?)stopped.Ended(ExitCode.Ok).Json["state"], new[] { "Stopping", "Stopped" });
        Assert.Contains("Stopped.", again.Ended(ExitCode.Ok).Error, StringComparison.Ordinal);
        Assert.Contains(task, table.Ended(ExitCode.Ok).Out, StringComparison.Ordinal);
        Assert.Contains("no task of this id", unknown.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
    }

    private static string? StateOf(CliRun tasks, string id) =>
        (string?)tasks.Ended(ExitCode.Ok).Json["tasks"]!.AsArray().Single(task => (string?)task!["id"] == id)!["state"];

    private async Task<string> MessageAsync(string requestId)
    {
        var list = await Eventually.SeesAsync("the message", () => environment.RunAsync("poison", "list", "--request", requestId, "--json"), run => run.Json["messages"]!.AsArray().Count > 0);
        return (string)list.Json["messages"]!.AsArray().First()!["id"]!;
    }

    private static string? OutcomeOf(CliRun found) => (string?)found.Json["users"]!.AsArray().SingleOrDefault()?["outcome"];

    /// <summary>Poisons a user of which it is unknown whether HubSpot created it.</summary>
    private async Task<(string Source, string Message)> DoubtAsync()
    {
        var (source, now) = ($"hr-{Guid.NewGuid():N}", TimeProvider.System.GetUtcNow());
        var header = new PoisonHeader(SourceId.OfProducer(source), PoisonReason.Unknown, "1 users", CorrelationId: null, Attempt: 1, now, now);
        var user = JsonElement.Parse($$$"""{"properties":{"hs_email":"{{{source}}}@cli.example"}}""");
        environment.Sent.Add(source, user.GetRawText());
        var receipt = await environment.Poison.SendMessageAsync(PoisonEnvelope.Write(header, [new EnvelopeInput(0, null, user)]), cancellationToken: TestContext.Current.CancellationToken);
        return (source, receipt.Value.MessageId);
    }

    /// <summary>Sends users whose association HubSpot does not know, which refuses them until the settings given are back.</summary>
    private async Task<(string RequestId, Simulators.HubSpot.HubSpotSettings Settings)> RefuseAsync(int users)
    {
        var settings = environment.Local.HubSpot.Settings;
        environment.Local.HubSpot.Settings = settings with { AssociationTargets = ["1"] };
        using var file = TestFile.Csv(users);
        var run = await environment.RunAsync("send", file.Path, "--associate", "5:2", "--json");
        Assert.Equal(users, (int)run.Ended(ExitCode.Attention).Json["request"]!["outcomes"]!["Rejected"]!);
        return ((string)run.Json["requestId"]!, settings);
    }
}
