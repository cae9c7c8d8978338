using System.Text.Json;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Queue;

/// <summary>A message that is refused as a whole and leaves no room for an envelope is poisoned as it came; the list knows what a header would say.</summary>
public sealed class WholeMessageTests
{
    private static readonly string Bad = $"[{string.Join(',', Enumerable.Repeat($$"""{"odd":"{{new string('x', 1008)}}"}""", 64))}]";
    private static readonly string Cut = $$"""{"inputs":[{"properties":{"a":"{{new string('x', 65_000)}}""";

    [Theory]
    [InlineData(false, null, "InvalidInput", 64)]
    [InlineData(false, "order-7", "InvalidInput", 64)]
    [InlineData(true, null, "InvalidMessage", 1)]
    public async Task It_is_listed_with_its_identity_and_its_reason(bool isCut, string? id, string reason, int users)
    {
        await using var app = await TestApp.StartAsync();
        var (message, body) = await SendAsync(app, isCut, id);

        await app.RunAsync(PoisonTaskKind.Scan);

        var entry = Assert.Single(await app.Get<PoisonIndex>().ReadAsync());
        Assert.Equal((id ?? message, reason, false, true, users), (entry.SourceId, entry.Reason.ToString(), entry.IsDoubtful, entry.NeedsCorrection, entry.Users));
        Assert.Equal(body, Assert.Single(app.Queues.Poison.Bodies).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("order-7")]
    public async Task Corrected_its_users_are_sent_under_its_own_identity_and_the_others_keep_it(string? id)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var (message, _) = await SendAsync(app, isCut: false, id);
        var entry = Assert.Single(await app.Get<PoisonIndex>().ReadAsync());

        var task = await app.RunAsync(
            PoisonTaskKind.Correct, task => task with { Filter = new PoisonFilter(PoisonReason.InvalidInput, Source: id ?? message, Id: entry.Id) }, JsonElement.Parse("""[{"index":5,"properties":{"hs_email":"right@example.com"}}]"""));
        await app.HandleUsersAsync();

        Assert.Equal((1, 0), (task.Messages, task.Skipped));
        var row = Assert.Single(app.Tables.Users.Rows);
        Assert.Equal(($"{id ?? message}-5", "Created"), (row.RowKey, row.GetString("Outcome")));
        Assert.Equal(id is null, !row.PartitionKey.StartsWith("id-", StringComparison.Ordinal));
        Assert.Equal(63, (await app.Get<PoisonIndex>().ReadAsync()).Sum(left => left.Users));
        Assert.All(await app.Get<PoisonIndex>().ReadAsync(), left => Assert.Equal((id ?? message, PoisonReason.InvalidInput, false), (left.SourceId, left.Reason, left.IsDoubtful)));
    }

    [Fact]
    public async Task Dropped_its_users_have_their_outcome_under_it()
    {
        await using var app = await TestApp.StartAsync();
        var (message, _) = await SendAsync(app, isCut: false, id: null);

        await app.RunAsync(PoisonTaskKind.Drop, task => task with { Filter = new PoisonFilter(Source: message) });

        Assert.Equal(64, app.Tables.Users.Rows.Count);
        Assert.All(app.Tables.Users.Rows, row => Assert.Equal((message, "Rejected"), (row.GetString("SourceId"), row.GetString("Outcome"))));
        Assert.Empty(await app.Get<PoisonIndex>().ReadAsync());
    }

    [Fact]
    public async Task Without_the_list_it_is_one_that_the_host_may_have_moved()
    {
        await using var app = await TestApp.StartAsync();
        app.Tables.Poison.Failure = new Azure.RequestFailedException(503, "Away");
        await SendAsync(app, isCut: false, id: null);
        app.Tables.Poison.Failure = null;

        await app.RunAsync(PoisonTaskKind.Scan);

        var entry = Assert.Single(await app.Get<PoisonIndex>().ReadAsync());
        Assert.Equal((PoisonReason.Host, true), (entry.Reason, entry.IsDoubtful));
        Assert.StartsWith(PoisonedMessage.ContentPrefix, entry.SourceId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_the_list_says_nothing_of_a_message_with_a_header()
    {
        var header = new PoisonHeader(SourceId.OfProducer("other"), PoisonReason.InvalidInput, "Bad", CorrelationId: null, Attempt: 1, Batches.Now, Batches.Now);
        var listed = PoisonEntry.Of("1", PoisonedMessage.Read(BinaryData.FromString(Bad), Batches.Now), header);
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Unknown, 0);

        var read = PoisonedMessage.Read(Assert.Single(app.Queues.Poison.Bodies), Batches.Now);

        Assert.Same(read, listed.Identify(read));
    }

    private static async Task<(string Id, string Body)> SendAsync(TestApp app, bool isCut, string? id)
    {
        var body = isCut ? Cut : id is null ? Bad : $$"""{"id":"{{id}}","inputs":{{Bad}}}""";
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString(body));
        var message = (await app.Queues.Users.PeekMessagesAsync(1)).Value[0].MessageId;
        await app.HandleUsersAsync();
        return (message, body);
    }
}
