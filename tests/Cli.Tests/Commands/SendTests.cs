using System.Text;
using Cli.Tests.Drivers;
using Testing.Drivers;

namespace Cli.Tests.Commands;

public sealed class SendTests(CliEnvironment environment) : SendingTests
{
    [Fact]
    public async Task A_file_is_sent_and_followed_to_the_outcomes_of_its_users()
    {
        using var file = TestFile.Csv(250);

        var run = await environment.RunAsync("send", file.Path, "--json");

        run.Ended(ExitCode.Ok);
        Assert.Equal((true, 250, 0), ((bool)run.Json["isSent"]!, (int)run.Json["accepted"]!, (int)run.Json["faulty"]!));
        Assert.Equal(("Done", 250), ((string?)run.Json["request"]!["state"], (int)run.Json["request"]!["outcomes"]!["Created"]!));
        Assert.Equal(["hs_email", "hs_given_name"], run.Json["file"]!["columns"]!.AsArray().Select(column => (string?)column!["becomes"]));
        Assert.Contains("Sending ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faulty_lines_are_named_with_field_and_reason_before_anything_is_sent()
    {
        using var file = TestFile.Of("users.csv", "hs_email,hs_availability_status\nok@cli.example,available\nlate@cli.example,asleep\na,b,c,d\n");
        var before = environment.Local.HubSpot.Journal.TotalCalls;

        var run = await environment.RunAsync("send", file.Path, "--json", "--dry-run");

        run.Ended(ExitCode.Attention);
        Assert.Equal([3, 4], run.Json["file"]!["errors"]!.AsArray().Select(error => (int)error!["line"]!));
        Assert.Equal("hs_availability_status", (string?)run.Json["file"]!["errors"]![0]!["column"]);
        Assert.Contains("takes only values of its list", run.Error, StringComparison.Ordinal);
        Assert.Equal((false, 1), ((bool)run.Json["isSent"]!, (int)run.Json["file"]!["acceptable"]!));
        Assert.Equal(before, environment.Local.HubSpot.Journal.TotalCalls);
    }

    [Fact]
    public async Task A_script_leaves_no_line_out_unless_it_says_so()
    {
        using var file = TestFile.Csv(20, badEvery: 10);

        var refused = await environment.RunAsync("send", file.Path);
        var sent = await environment.RunAsync("send", file.Path, "--yes", "--json");

        Assert.Contains("--yes", refused.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Equal((18, 2), ((int)sent.Ended(ExitCode.Attention).Json["accepted"]!, (int)sent.Json["faulty"]!));
        Assert.Contains("--needs-attention", sent.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n", ExitCode.Usage)]
    [InlineData("y", ExitCode.Ok)]
    public async Task A_person_is_asked(string reply, int code)
    {
        using var file = TestFile.Csv(3);

        var run = await environment.RunAsync(new CliRunOptions { IsInteractive = true, Input = reply + "\n" }, "send", file.Path, "--no-wait");

        Assert.Contains("Send 3 users to ", run.Ended(code).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_is_no_property_is_refused_with_the_nearest_and_the_option_that_maps_it()
    {
        using var file = TestFile.Of("users.csv", "hs_email,Jop Title,Team\na@cli.example,x,y\n");

        var run = await environment.RunAsync("send", file.Path, "--dry-run");

        Assert.Contains("hs_job_title", run.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Contains("--map 3=-", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_charset_and_separator_are_as_the_options_say()
    {
        var email = $"{Guid.NewGuid():N}@cli.example";
        using var file = TestFile.Of("users.txt", Encoding.Latin1.GetBytes($"Address|Jop Title|Team\n{email}|Ingeni\u00f6r|x\n"));

        var run = await environment.RunAsync(
            "send", file.Path, "--map", "Address=hs_email", "--map", "2=hs_job_title", "--map", "Team=-", "--charset", "windows-1252", "--separator", "pipe", "--json");

        run.Ended(ExitCode.Ok);
        var created = Assert.Single(environment.Local.HubSpot.Journal.CreatedByUniqueValue()[email]);
        Assert.Equal("Ingeni\u00f6r", created.Properties["hs_job_title"]);
    }

    [Theory]
    [InlineData("Number")]
    [InlineData("1")]
    public async Task A_column_of_ids_makes_a_user_the_same_in_another_file(string column)
    {
        var (id, email) = ($"hr-{Guid.NewGuid():N}", $"{Guid.NewGuid():N}@cli.example");
        using var file = TestFile.Of("users.csv", $"Number,hs_email\n{id},{email}\n");
        using var other = TestFile.Of("more.csv", $"Number,hs_email\n{id},{email}\n,{Guid.NewGuid():N}@cli.example\n");

        var first = await environment.RunAsync("send", file.Path, "--id-column", column, "--json");
        var second = await environment.RunAsync("send", other.Path, "--id-column", column, "--json");
        var twice = await environment.RunAsync("send", file.Path, "--id-column", column, "--map", $"{column}=hs_job_title");

        Assert.Equal(["id", "hs_email"], first.Ended(ExitCode.Ok).Json["file"]!["columns"]!.AsArray().Select(read => (string?)read!["becomes"]));
        Assert.Equal(2, (int)second.Ended(ExitCode.Ok).Json["request"]!["outcomes"]!["Created"]!);
        Assert.Single(environment.Local.HubSpot.Journal.CreatedByUniqueValue()[email]);
        Assert.Contains("Name a column once", twice.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbooks_sheet_is_sent_and_exported_as_the_option_says()
    {
        const string Email = "second.sheet@people.example";
        var workbook = FileShape.All.Single(shape => shape.File is "users.xlsx").Location;

        var run = await environment.RunAsync("send", workbook, "--sheet", "other", "--json");
        var joined = await environment.RunAsync("export", (string)run.Ended(ExitCode.Ok).Json["requestId"]!, "--input", workbook, "--sheet", "other", "--json");
        var wrong = await environment.RunAsync("export", (string)run.Json["requestId"]!, "--input", workbook);
        var missing = await environment.RunAsync("send", workbook, "--sheet", "third");

        Assert.Equal(("Workbook", 1), ((string?)run.Json["file"]!["kind"], (int)run.Json["accepted"]!));
        Assert.Equal((Email, "Created"), ((string?)joined.Ended(ExitCode.Ok).Json["values"]!["hs_email"], (string?)joined.Json["outcome"]));
        Assert.Contains("--sheet", wrong.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Contains("no sheet of this name", missing.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Single(environment.Local.HubSpot.Journal.CreatedByUniqueValue()[Email]);
    }

    [Fact]
    public async Task Every_user_is_associated_with_the_record_that_an_option_names()
    {
        var settings = environment.Local.HubSpot.Settings;
        environment.Local.HubSpot.Settings = settings with { AssociationTargets = ["77"] };
        using var file = TestFile.Csv(2);

        var known = await environment.RunAsync("send", file.Path, "--associate", "5:77", "--json");
        var unknown = await environment.RunAsync("send", file.Path, "--associate", "5:78", "--json");
        environment.Local.HubSpot.Settings = settings;

        Assert.Equal(2, (int)known.Ended(ExitCode.Ok).Json["request"]!["outcomes"]!["Created"]!);
        Assert.Equal(2, (int)unknown.Ended(ExitCode.Attention).Json["request"]!["outcomes"]!["Rejected"]!);
    }

    [Theory]
    [InlineData("users.jsonl", "{\"properties\":{\"hs_email\":\"EMAIL\"},\"associations\":[]}\n")]
    [InlineData("users.json", "[{\"properties\":{\"hs_email\":\"EMAIL\"},\"associations\":[]}]")]
    public async Task JSON_is_sent_too(string name, string content)
    {
        var email = $"{Guid.NewGuid():N}@cli.example";
        using var file = TestFile.Of(name, content.Replace("EMAIL", email, StringComparison.Ordinal));

        var run = await environment.RunAsync("send", file.Path, "--json");

        run.Ended(ExitCode.Ok);
        Assert.Single(environment.Local.HubSpot.Journal.CreatedByUniqueValue()[email]);
    }

    [Fact]
    public async Task The_same_file_with_the_same_options_is_the_same_request()
    {
        using var file = TestFile.Csv(120);

        var first = await environment.RunAsync("send", file.Path, "--json");
        var second = await environment.RunAsync("send", file.Path, "--json");
        var other = await environment.RunAsync("send", file.Path, "--json", "--idempotency-key", Guid.NewGuid().ToString(), "--no-wait");

        Assert.Equal((string?)first.Ended(ExitCode.Ok).Json["requestId"], (string?)second.Ended(ExitCode.Ok).Json["requestId"]);
        Assert.NotEqual((string?)first.Json["requestId"], (string?)other.Ended(ExitCode.Ok).Json["requestId"]);
    }
}
