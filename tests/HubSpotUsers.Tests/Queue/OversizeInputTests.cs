using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Testing.Builders;
using Testing.Drivers;
using static Testing.Drivers.ErasureDriver;

namespace HubSpotUsers.Tests.Queue;

/// <summary>A refused input that leaves no room for an envelope keeps its identity, its position and its reason all the same.</summary>
public sealed class OversizeInputTests
{
    private const int MaxMessage = 64 * 1024;
    private const string Good = """{"properties":{"hs_email":"bert@example.com"}}""";

    public static TheoryData<string> Fillings => ["x", "\\\"", "\\n", "ü", "字", "😀", "\\ud83d\\ude00", "\\u0000"];

    [Theory]
    [MemberData(nameof(Fillings))]
    public async Task Beside_good_ones_it_is_listed_as_what_it_is_and_nothing_of_it_is_lost(string filling)
    {
        await using var app = await StartAsync();
        var large = Large(filling, MaxMessage - Message(string.Empty).Length);

        await SendAsync(app, Message(large));

        Assert.InRange(Encoding.UTF8.GetByteCount(Message(large)), MaxMessage - filling.Length, MaxMessage);
        Assert.Equal("order-7-0", Assert.Single(app.Tables.Users.Rows).RowKey);
        AssertListed(await app.Get<PoisonIndex>().ReadAsync(), app.Queues.Poison.Bodies.Count);
        Assert.Equal(large, Joined(app));
        Assert.All(app.Queues.Poison.Bodies, body => Assert.InRange(body.ToMemory().Length, 1, MaxMessage));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_its_size_its_identity_stays(int seed)
    {
        var random = new Random(seed);
        foreach (var _ in Enumerable.Range(0, 20))
        {
            await using var app = await StartAsync();
            var large = Large("x", random.Next(MessageParser.MaxInputBytes + 1, MaxMessage - Message(string.Empty).Length + 1));

            await SendAsync(app, Message(large));

            AssertListed(await app.Get<PoisonIndex>().ReadAsync(), app.Queues.Poison.Bodies.Count);
        }
    }

    [Fact]
    public async Task Characters_that_take_twice_the_room_on_the_queue_go_in_more_parts()
    {
        await using var app = await StartAsync();
        var large = Large("\uffff", 40_000);

        await SendAsync(app, Convert.ToBase64String(Encoding.UTF8.GetBytes(Message(large))));

        AssertListed(await app.Get<PoisonIndex>().ReadAsync(), app.Queues.Poison.Bodies.Count);
        Assert.Equal(large, Joined(app));
    }

    [Theory]
    [InlineData("""{"properties":"FILL"}""")]
    [InlineData("\"FILL\"")]
    [InlineData("""["FILL"]""")]
    [InlineData("""{"FILL":1}""")]
    [InlineData("""{"properties":{},"part":"7/9","original":"FILL"}""")]
    public async Task Whatever_it_is_it_goes_in_parts(string shape)
    {
        await using var app = await StartAsync();
        var large = shape.Replace("FILL", new string('x', MaxMessage - Message(shape).Length), StringComparison.Ordinal);

        await SendAsync(app, Message(large));

        AssertListed(await app.Get<PoisonIndex>().ReadAsync(), app.Queues.Poison.Bodies.Count);
        Assert.Equal(large, Joined(app));
    }

    [Fact]
    public async Task No_part_of_it_is_ever_sent()
    {
        await using var app = await StartAsync();
        await SendAsync(app, Message(Largest()));
        var parts = app.Queues.Poison.Bodies.Count;

        var task = await app.RunAsync(PoisonTaskKind.Redrive);
        foreach (var body in app.Queues.Poison.Bodies.ToList())
        {
            await app.Queues.Users.SendMessageAsync(body);
        }

        await app.HandleUsersAsync();

        Assert.Equal((parts, 1), (task.Skipped, app.HubSpot.Creates.Count));
        AssertListed(await app.Get<PoisonIndex>().ReadAsync(), 2 * parts);
    }

    [Fact]
    public async Task Corrected_it_is_sent_under_its_own_identity_though_its_further_parts_are_dropped_before()
    {
        await using var app = await StartAsync();
        await SendAsync(app, Message(Largest()));
        var (first, further) = await PartsAsync(app);
        var right = JsonElement.Parse("""[{"index":1,"properties":{"hs_email":"right@example.com"}}]""");

        var refused = await app.RunAsync(PoisonTaskKind.Correct, task => task with { Filter = new PoisonFilter(Id: further) }, right);
        var taken = await app.RunAsync(PoisonTaskKind.Correct, task => task with { Filter = new PoisonFilter(Id: first) }, right);
        await app.RunAsync(PoisonTaskKind.Drop);
        await app.HandleUsersAsync();
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString(Message("""{"properties":{"hs_email":"right@example.com"}}""")));
        await app.HandleUsersAsync();

        Assert.Equal((1, 0), (refused.Skipped, taken.Skipped));
        Assert.Equal([("order-7-0", "Created"), ("order-7-1", "Created")], app.Tables.Users.Rows.Select(row => (row.RowKey, row.GetString("Outcome"))).Order());
        Assert.Equal(2, app.HubSpot.Creates.Count);
        Assert.Empty(app.Queues.Poison.Bodies);
    }

    [Fact]
    public async Task Dropped_it_has_an_outcome()
    {
        await using var app = await StartAsync();
        await SendAsync(app, Message(Largest()));

        await app.RunAsync(PoisonTaskKind.Drop);

        Assert.Equal(["order-7-0 Created ", "order-7-1 Rejected DROPPED"], app.Tables.Users.Rows.Select(row => $"{row.RowKey} {row.GetString("Outcome")} {row.GetString("ErrorCategory")}").Order(StringComparer.Ordinal));
        Assert.Empty(app.Queues.Poison.Bodies);
        Assert.Empty(await app.Get<PoisonIndex>().ReadAsync());
    }

    [Theory]
    [InlineData("\"hs_email\":\"ada@example.com\"", true)]
    [InlineData("\"hs_email\":\"ada@example.com\"", false)]
    [InlineData("\"HS_EMAIL\":\" Ada@Example.com \"", true)]
    [InlineData("\"hs_email\":[\"x@example.com\",\"ada@example.com\"]", true)]
    [InlineData("\"hs_email\":\"\\u0061da@example.com\"", true)]
    public async Task An_erased_person_goes_with_all_parts(string person, bool isByValue)
    {
        await using var app = await StartFindingAsync();
        await SendAsync(app, Message(Large("x", MaxMessage - Message(string.Empty).Length, person)));
        Assert.InRange(app.Queues.Poison.Bodies.Count, 2, 4);

        var task = await app.EraseAsync(isByValue ? await app.PersonAsync(Ada) : new Erasure(Source: "order-7", Index: 1));

        Assert.Equal((PoisonTaskState.Done, 0), (task.State, task.Skipped));
        Assert.Empty(app.Queues.Poison.Bodies);
        Assert.DoesNotContain(app.Everything(), text => text.Contains("xxxx", StringComparison.Ordinal));
        await app.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Another_person_is_left()
    {
        await using var app = await StartFindingAsync();
        await SendAsync(app, Message(Largest()));
        var parts = app.Queues.Poison.Bodies.Count;

        await app.EraseAsync(await app.PersonAsync("someone@example.com"));

        Assert.Equal(parts, app.Queues.Poison.Bodies.Count);
    }

    private static string Largest() => Large("x", MaxMessage - Message(string.Empty).Length);

    private static string Message(string large) => $$"""{"id":"order-7","inputs":[{{Good}},{{large}}]}""";

    /// <summary>An input of as many bytes, or a few less.</summary>
    private static string Large(string filling, int bytes, string person = "\"hs_email\":\"ada@example.com\"")
    {
        var frame = $$$"""{"properties":{{{{person}}},"hs_job_title":""}}""";
        return frame.Insert(frame.Length - 3, string.Concat(Enumerable.Repeat(filling, (bytes - frame.Length) / Encoding.UTF8.GetByteCount(filling))));
    }

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        return app;
    }

    private static async Task SendAsync(TestApp app, string body)
    {
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString(body));
        await app.HandleUsersAsync();
    }

    private static void AssertListed(IReadOnlyList<PoisonEntry> entries, int messages)
    {
        Assert.Equal(messages, entries.Count);
        Assert.All(entries, entry => Assert.Equal(
            ("order-7", PoisonReason.InvalidInput, false, true, 1),
            (entry.SourceId, entry.Reason, entry.IsDoubtful, entry.NeedsCorrection, Assert.Single(entry.Indexes))));
    }

    /// <summary>The ids of the first part and of the second, once.</summary>
    private static async Task<(string First, string Further)> PartsAsync(TestApp app)
    {
        var entries = await app.Get<PoisonIndex>().ReadAsync();
        return (entries.Single(entry => entry.Detail!.StartsWith("Part 1/", StringComparison.Ordinal)).Id, entries.Single(entry => entry.Detail!.StartsWith("Part 2/", StringComparison.Ordinal)).Id);
    }

    /// <summary>What the parts say together.</summary>
    private static string Joined(TestApp app)
    {
        var inputs = app.Queues.Poison.Bodies.Select(body => Assert.Single(JsonNode.Parse(body)!["inputs"]!.AsArray())!).ToList();
        Assert.InRange(inputs.Count, 2, 4);
        Assert.Equal(Enumerable.Range(1, inputs.Count).Select(number => $"{number}/{inputs.Count}"), inputs.Select(input => input["part"]!.GetValue<string>()));
        return string.Concat(inputs.Select(input => input["original"]!.GetValue<string>()));
    }
}
