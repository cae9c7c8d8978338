using Cli.Tests.Drivers;
using Microsoft.AspNetCore.Http;

namespace Cli.Tests.Commands;

public sealed class TroubleTests
{
    private const string Status = """{"mode":"Run","rate":{"usersPerSecond":0,"limit":1900},"version":"1.0.0","instances":[]}""";
    private const string Health = """{"status":"not ready","version":"9.9.9","checks":[{"name":"token","ready":false,"reason":"The vault does not let the app in."}]}""";

    [Fact]
    public async Task What_only_reads_is_tried_again_when_the_app_is_busy()
    {
        await using var app = await StubApp.StartAsync((context, number) =>
        {
            context.Response.Headers.RetryAfter = "0";
            return StubApp.JsonAsync(context, number is 1 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK, Status);
        });

        var run = await RunAsync(app, "status", "--json");

        Assert.Equal("Run", (string?)run.Ended(ExitCode.Ok).Json["mode"]);
        Assert.Contains("The app responds with 503; retrying", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_where_nothing_listens_is_said_to_be_wrong_after_two_more_attempts()
    {
        // A port that was just given back.
        var app = await StubApp.StartAsync((context, _) => StubApp.JsonAsync(context, StatusCodes.Status200OK, Status));
        var address = app.Address;
        await app.DisposeAsync();

        var run = await CliRun.OfAsync(new CliRunOptions { Url = address, Key = "key" }, "status");

        Assert.Contains("cannot be reached", run.Ended(ExitCode.Unreachable).Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Error.Split("retrying").Length - 1);
    }

    [Fact]
    public async Task A_decision_is_sent_once()
    {
        await using var app = await StubApp.StartAsync((context, _) => StubApp.JsonAsync(context, StatusCodes.Status503ServiceUnavailable, "{}"));

        (await RunAsync(app, "poison", "redrive", "--all", "--yes")).Ended(ExitCode.Unreachable);

        Assert.Equal(["POST /api/poison/redrive"], app.Requests);
    }

    [Fact]
    public async Task The_doctor_names_a_clock_that_is_wrong_another_version_and_what_the_app_lacks()
    {
        await using var app = await StubApp.StartAsync((context, _) =>
        {
            context.Response.Headers.Date = "Tue, 24 Nov 2020 12:00:00 GMT";
            return context.Request.Path == "/api/health"
                ? StubApp.JsonAsync(context, StatusCodes.Status503ServiceUnavailable, Health)
                : StubApp.JsonAsync(context, StatusCodes.Status500InternalServerError, "{}");
        });

        var run = await RunAsync(app, "doctor", "--json");

        var findings = run.Ended(ExitCode.Attention).Json["findings"]!.AsArray().Select(finding => ((string)finding!["check"]!, (string)finding["result"]!));
        Assert.Equal([("address", "ok"), ("clock", "warn"), ("version", "warn"), ("token", "fail"), ("access", "fail")], findings);
    }

    [Fact]
    public async Task The_doctor_names_what_the_app_may_not_write_and_an_account_whose_properties_it_cannot_read()
    {
        await using var app = await StubApp.StartAsync((context, _) => StubApp.JsonAsync(context, StatusCodes.Status200OK, context.Request.Path.Value switch
        {
            "/api/health" => """{"status":"ready","version":"9.9.9","checks":[]}""",
            "/api/status" => Status,
            "/api/rights" => """{"rights":[{"name":"table HubSpotUsers","state":"Missing","reason":"Storage returned 403."},{"name":"table HubSpotBatches","state":"Granted"},{"name":"queue users","state":"Unknown","reason":"It cannot be reached."},{"name":"token scopes","state":"Granted"}]}""",
            "/api/users/import" => """{"lines":1,"acceptable":1,"faulty":0,"skipped":0,"file":{"kind":"Csv","columns":[],"propertiesChecked":false},"errors":[]}""",
            _ => """{"users":[],"isComplete":true}""",
        }));

        var run = await RunAsync(app, "doctor");

        Assert.Contains("fail  tables: table HubSpotUsers: Storage returned 403.", run.Ended(ExitCode.Attention).Out, StringComparison.Ordinal);
        Assert.Contains("Storage Table Data Contributor", run.Out, StringComparison.Ordinal);
        Assert.Contains("warn  queues: queue users: It cannot be reached.", run.Out, StringComparison.Ordinal);
        Assert.Contains("ok    token scopes: The token may create", run.Out, StringComparison.Ordinal);
        Assert.Contains("warn  import: A dry run with one user passes, but the account's properties cannot be read", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("true", false)]
    public async Task A_file_whose_columns_could_not_be_compared_with_the_account_is_said_to_be(string isChecked, bool isSaid)
    {
        using var file = TestFile.Csv(1);
        await using var app = await StubApp.StartAsync((context, _) => StubApp.JsonAsync(context, StatusCodes.Status200OK, $$$"""
            {"lines":1,"acceptable":1,"faulty":0,"skipped":0,"file":{"kind":"Csv","encoding":"utf-8","separator":"comma","columns":[{"number":1,"role":"Property","name":"hs_email"},{"number":2,"role":"Ignored"}],"propertiesChecked":{{{isChecked}}}},"errors":[]}
            """));

        var run = await RunAsync(app, "send", file.Path, "--dry-run", "--json");

        Assert.Equal(!isSaid, (bool)run.Ended(ExitCode.Ok).Json["file"]!["propertiesChecked"]!);
        Assert.Equal(isSaid, run.Error.Contains("only the form of names was checked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_is_not_of_the_app_is_said_to_be_none()
    {
        await using var app = await StubApp.StartAsync((context, _) => context.Response.WriteAsync("<html>"));

        Assert.Contains("not one of this app", (await RunAsync(app, "status")).Ended(ExitCode.Unreachable).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sending_that_is_paused_by_a_setting_is_not_resumed()
    {
        await using var app = await StubApp.StartAsync((context, _) =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (StatusCodes.Status409Conflict, "application/problem+json");
            return context.Response.WriteAsync("""{"title":"The setting says Pause","status":409,"detail":"Set Processing__Mode to Run."}""");
        });

        Assert.Contains("Set Processing__Mode to Run.", (await RunAsync(app, "resume")).Ended(ExitCode.Refused).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_found_users_that_is_not_all_says_so()
    {
        await using var app = await StubApp.StartAsync((context, _) => StubApp.JsonAsync(context, StatusCodes.Status200OK, """{"users":[{"outcome":"Created","id":"7"}],"isComplete":false}"""));

        Assert.Contains("There are more", (await RunAsync(app, "find", "--trace-id", "import")).Ended(ExitCode.Ok).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_the_app_stopped_says_why_and_needs_attention()
    {
        await using var app = await StubApp.StartAsync((context, _) => StubApp.JsonAsync(context, StatusCodes.Status202Accepted, """
            {"id":"1","kind":"Redrive","state":"Stopped","dryRun":false,"decidedAt":"2026-11-27T00:00:00Z","messages":1,"users":1,"skipped":0,"detail":"The app does not manage poison."}
            """));

        var run = await RunAsync(app, "poison", "redrive", "--all", "--yes");

        Assert.Contains("The app does not manage poison.", run.Ended(ExitCode.Attention).Error, StringComparison.Ordinal);
    }

    private static Task<CliRun> RunAsync(StubApp app, params string[] args) => CliRun.OfAsync(new CliRunOptions { Url = app.Address, Key = "key" }, args);
}
