using System.Text;
using System.Text.Json.Nodes;
using Api.Poison;
using HubSpotUsers.Messages;
using HubSpotUsers.Redriving;
using Microsoft.AspNetCore.Http;
using Testing.Drivers;

namespace Api.Tests.Poison;

public sealed class PoisonEndpointTests
{
    private const string Message = "0b9a3d6c-5f5e-4d55-9d0e-2f1f6a3c7b11";

    [Fact]
    public async Task Messages_are_counted_by_their_reason_with_their_age()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("a", PoisonReason.Rejected, 0, 1);
        app.Time.Advance(TimeSpan.FromHours(1));
        await app.PoisonAsync("b", PoisonReason.Rejected, 0);
        await app.PoisonAsync("c", PoisonReason.Unknown, 0);

        var (status, view) = await AskAsync(app, app.Get<PoisonEndpoint>().GetAsync);

        Assert.Equal((200, 3, true), (status, (int)view["messages"]!, (bool)view["isComplete"]!));
        var rejected = view["groups"]![0]!;
        Assert.Equal(("Rejected", 2, 3, 0), ((string?)rejected["reason"], (int)rejected["messages"]!, (int)rejected["users"]!, (int)rejected["doubtful"]!));
        Assert.Equal(TimeSpan.FromHours(1), (DateTimeOffset)rejected["newest"]! - (DateTimeOffset)rejected["oldest"]!);
        Assert.Equal(1, (int)view["groups"]![1]!["doubtful"]!);
        Assert.Empty(app.Queues.Tasks.Messages);
    }

    [Fact]
    public async Task What_others_put_there_is_scanned_once_however_many_ask()
    {
        await using var app = await TestApp.StartAsync();
        await app.Queues.Poison.SendMessageAsync(BinaryData.FromString(PoisonDriver.Json("m", 0)));

        var (_, first) = await AskAsync(app, app.Get<PoisonEndpoint>().GetAsync);
        var (_, second) = await AskAsync(app, app.Get<PoisonEndpoint>().GetAsync);
        await app.RunTasksAsync();
        var (_, scanned) = await AskAsync(app, app.Get<PoisonEndpoint>().GetAsync);

        Assert.Equal((false, 1, 0), ((bool)first["isComplete"]!, (int)first["messages"]!, first["groups"]!.AsArray().Count));
        Assert.Equal((string?)first["taskId"], (string?)second["taskId"]);
        Assert.Single(app.Queues.Tasks.Messages);
        Assert.Equal((true, "Host"), ((bool)scanned["isComplete"]!, (string?)scanned["groups"]![0]!["reason"]));
    }

    [Fact]
    public async Task Scans_leave_one_row_however_often_the_queue_is_scanned()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await app.Queues.Poison.SendMessageAsync(BinaryData.FromString(PoisonDriver.Json("m", 0)));
            app.Time.Advance(TimeSpan.FromMinutes(2));
            await AskAsync(app, app.Get<PoisonEndpoint>().GetAsync);
            await app.RunTasksAsync();
        }

        var (_, list) = await AskAsync(app, app.Get<PoisonTasksEndpoint>().ListAsync);

        Assert.Equal(3, app.Queues.Tasks.Messages.Count);
        Assert.Single(app.Tables.Poison.Rows, row => row.PartitionKey is "scan");
        Assert.Empty(list["tasks"]!.AsArray());
    }

    [Theory]
    [InlineData(PoisonTaskKind.Redrive, 0, 2)]
    [InlineData(PoisonTaskKind.Scan, 29, 1)]
    [InlineData(PoisonTaskKind.Scan, 31, 2)]
    public async Task Only_a_scan_that_goes_on_keeps_another_from_beginning(object kind, int minutes, int tasks)
    {
        await using var app = await TestApp.StartAsync();
        await app.Queues.Poison.SendMessageAsync(BinaryData.FromString(PoisonDriver.Json("m", 0)));
        await app.BeginAsync((PoisonTaskKind)kind);
        app.Time.Advance(TimeSpan.FromMinutes(minutes));

        await AskAsync(app, app.Get<PoisonEndpoint>().GetAsync);

        Assert.Equal(tasks, app.Queues.Tasks.Messages.Count);
        Assert.Single(app.Tables.Poison.Rows, row => row.PartitionKey is "scan");
    }

    [Fact]
    public async Task Tasks_are_listed_newest_first_by_page()
    {
        await using var app = await TestApp.StartAsync();
        var ids = new List<string>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            ids.Add(await app.BeginAsync(PoisonTaskKind.Redrive));
        }

        var (_, first) = await AskAsync(app, app.Get<PoisonTasksEndpoint>().ListAsync, query: "?top=2");
        var (_, second) = await AskAsync(app, app.Get<PoisonTasksEndpoint>().ListAsync, query: $"?top=2&continuation={first["continuation"]}");

        Assert.Equal([ids[2], ids[1]], first["tasks"]!.AsArray().Select(task => (string?)task!["id"]));
        Assert.Equal([ids[0]], second["tasks"]!.AsArray().Select(task => (string?)task!["id"]));
        Assert.Null(second["continuation"]);
    }

    [Theory]
    [InlineData(1, 60_000, 400)]
    [InlineData(2, 30_000, 413)]
    public async Task A_correction_for_which_a_message_has_no_room_begins_no_task(int users, int characters, int expected)
    {
        await using var app = await TestApp.StartAsync();
        var inputs = Enumerable.Range(0, users).Select(index => $$$"""{"index":{{{index}}},"properties":{"about":"{{{new string('a', characters)}}}"}}""");

        var (status, _) = await AskAsync(app, app.Get<PoisonTasksEndpoint>().CorrectAsync, $$"""{"id":"0b9a3d6c","inputs":[{{string.Join(',', inputs)}}]}""");

        Assert.Equal(expected, status);
        Assert.Empty(app.Queues.Tasks.Messages);
        Assert.Empty(app.Tables.Poison.Rows);
    }

    [Fact]
    public async Task A_correction_takes_no_more_room_in_another_script()
    {
        await using var app = await TestApp.StartAsync();

        var (status, _) = await AskAsync(app, app.Get<PoisonTasksEndpoint>().CorrectAsync, $$$"""{"id":"0b9a3d6c","inputs":[{"index":0,"properties":{"about":"{{{new string('ж', 25_000)}}}"}}]}""");

        Assert.Equal(202, status);
        Assert.InRange(Assert.Single(app.Queues.Tasks.Messages).ToMemory().Length, 50_000, 51_000);
    }

    [Fact]
    public async Task Messages_are_listed_newest_first_by_filter_and_page()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var number in Enumerable.Range(0, 5))
        {
            await app.PoisonAsync($"m{number}", number is 2 ? PoisonReason.Unknown : PoisonReason.Rejected, number);
            app.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var (_, first) = await AskAsync(app, app.Get<PoisonEndpoint>().ListAsync, query: "?reason=rejected&top=3");
        var (_, second) = await AskAsync(app, app.Get<PoisonEndpoint>().ListAsync, query: $"?reason=rejected&top=3&continuation={first["continuation"]}");

        Assert.Equal(["m4", "m3", "m1"], first["messages"]!.AsArray().Select(message => (string?)message!["sourceId"]));
        Assert.Equal(["m0"], second["messages"]!.AsArray().Select(message => (string?)message!["sourceId"]));
        Assert.Null(second["continuation"]);
        Assert.Equal(4, (int)first["messages"]![0]!["indexes"]![0]!);
    }

    [Fact]
    public async Task A_redrive_is_a_task_that_can_be_followed_to_its_end()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0, 1);
        app.Time.Advance(TimeSpan.FromSeconds(1));

        var (status, begun) = await AskAsync(app, app.Get<PoisonTasksEndpoint>().RedriveAsync, """{"reason":"Rejected","perSecond":50}""");
        await app.RunTasksAsync();
        var (_, ended) = await AskAsync(app, request => app.Get<PoisonTasksEndpoint>().GetAsync(request, (string)begun["id"]!));
        var (_, list) = await AskAsync(app, app.Get<PoisonTasksEndpoint>().ListAsync);

        Assert.Equal((202, "Queued"), (status, (string?)begun["state"]));
        Assert.Equal(("Done", 1, 2, 50), ((string?)ended["state"], (int)ended["messages"]!, (int)ended["users"]!, (int)ended["perSecond"]!));
        Assert.Equal((string?)begun["id"], (string?)list["tasks"]![0]!["id"]);
        Assert.Single(app.Queues.Users.Messages);
    }

    [Theory]
    [InlineData("redrive", "{}")]
    [InlineData("redrive", """{"all":true,"reason":"Rejected"}""")]
    [InlineData("redrive", """{"reason":"NoReason"}""")]
    [InlineData("redrive", """{"all":true,"unknown":"drop"}""")]
    [InlineData("redrive", """{"all":true,"unknown":"yes"}""")]
    [InlineData("redrive", """{"all":true,"perSecond":0}""")]
    [InlineData("redrive", """{"from":"yesterday"}""")]
    [InlineData("redrive", """{"source":"a/b"}""")]
    [InlineData("redrive", """{"all":true,"dryrun":true,"misspelt":1}""")]
    [InlineData("redrive", "null")]
    [InlineData("redrive", "[")]
    [InlineData("drop", """{"all":true,"unknown":"send"}""")]
    [InlineData("drop", """{"all":true,"perSecond":5}""")]
    [InlineData("correct", """{"id":"0b9a3d6c","inputs":[]}""")]
    [InlineData("correct", """{"id":"0b9a3d6c"}""")]
    [InlineData("correct", """{"inputs":[{"index":0,"properties":{}}]}""")]
    [InlineData("correct", """{"id":"0b9a3d6c","inputs":[{"index":0}]}""")]
    [InlineData("correct", """{"id":"0b9a3d6c","inputs":[{"index":0,"properties":{}},{"index":0,"properties":{}}]}""")]
    [InlineData("created", """{"id":"0b9a3d6c","index":-1,"hubSpotId":"5"}""")]
    [InlineData("created", """{"id":"0b9a3d6c","index":0,"hubSpotId":"five"}""")]
    [InlineData("created", """{"index":0,"hubSpotId":"5"}""")]
    public async Task A_request_that_is_not_clear_begins_no_task(string operation, string body)
    {
        await using var app = await TestApp.StartAsync();

        var (status, _) = await AskAsync(app, Operation(app, operation), body);

        Assert.Equal(400, status);
        Assert.Empty(app.Queues.Tasks.Messages);
        Assert.Empty(app.Tables.Poison.Rows);
    }

    [Theory]
    [InlineData("drop", """{"all":true,"unknown":"drop"}""", nameof(PoisonTaskKind.Drop))]
    [InlineData("correct", """{"id":"0b9a3d6c","inputs":[{"index":0,"properties":{"hs_email":"a@example.com"}}]}""", nameof(PoisonTaskKind.Correct))]
    [InlineData("created", """{"id":"0b9a3d6c","index":0,"hubSpotId":"512"}""", nameof(PoisonTaskKind.MarkCreated))]
    public async Task The_other_decisions_are_tasks_too(string operation, string body, string kind)
    {
        await using var app = await TestApp.StartAsync();

        var (status, begun) = await AskAsync(app, Operation(app, operation), body);

        Assert.Equal((202, kind), (status, (string?)begun["kind"]));
        Assert.Single(app.Queues.Tasks.Messages);
    }

    [Fact]
    public async Task A_task_that_waits_can_be_stopped()
    {
        await using var app = await TestApp.StartAsync();
        var id = await app.BeginAsync(PoisonTaskKind.Redrive);

        var (status, stopped) = await AskAsync(app, request => app.Get<PoisonTasksEndpoint>().StopAsync(request, id));

        Assert.Equal((200, "Stopped"), (status, (string?)stopped["state"]));
    }

    [Theory]
    [InlineData("no-id")]
    [InlineData("019ab4d2a6f07c3e9d1b5a4f3c2e1d01")]
    public async Task A_task_that_is_not_there_is_not_found(string id)
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal(404, (await AskAsync(app, request => app.Get<PoisonTasksEndpoint>().GetAsync(request, id))).Status);
        Assert.Equal(404, (await AskAsync(app, request => app.Get<PoisonTasksEndpoint>().StopAsync(request, id))).Status);
    }

    [Fact]
    public async Task Where_poison_is_not_managed_every_operation_says_so()
    {
        await using var app = await TestApp.StartAsync(("Poison:IsManaged", "false"));
        var (poison, tasks) = (app.Get<PoisonEndpoint>(), app.Get<PoisonTasksEndpoint>());

        foreach (var operation in new Func<HttpRequest, Task<IResult>>[]
        {
            poison.GetAsync, poison.ListAsync, tasks.RedriveAsync, tasks.DropAsync, tasks.CorrectAsync, tasks.MarkCreatedAsync, tasks.ListAsync,
            request => tasks.GetAsync(request, Message), request => tasks.StopAsync(request, Message),
        })
        {
            var (status, problem) = await AskAsync(app, operation, """{"all":true}""");

            Assert.Equal(403, status);
            Assert.Contains("Poison:IsManaged", (string?)problem["detail"], StringComparison.Ordinal);
        }
    }

    private static Func<HttpRequest, Task<IResult>> Operation(TestApp app, string name) => name switch
    {
        "redrive" => app.Get<PoisonTasksEndpoint>().RedriveAsync,
        "drop" => app.Get<PoisonTasksEndpoint>().DropAsync,
        "correct" => app.Get<PoisonTasksEndpoint>().CorrectAsync,
        _ => app.Get<PoisonTasksEndpoint>().MarkCreatedAsync,
    };

    private static async Task<(int Status, JsonNode Json)> AskAsync(TestApp app, Func<HttpRequest, Task<IResult>> operation, string? body = null, string query = "")
    {
        using var response = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = response } };
        context.Request.QueryString = new QueryString(query);
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body ?? string.Empty));
        await (await operation(context.Request)).ExecuteAsync(context);
        return (context.Response.StatusCode, JsonNode.Parse(response.ToArray())!);
    }
}
