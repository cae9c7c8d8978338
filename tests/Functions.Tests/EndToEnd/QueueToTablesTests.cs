using System.Text.Json;
using Azure.Data.Tables;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;
using Simulators.HubSpot.Journaling;

namespace Functions.Tests.EndToEnd;

public sealed class QueueToTablesTests(AppFixture fixture) : EndToEndTest(fixture)
{
    private const int Users = 5;

    [Fact]
    public async Task A_user_on_the_queue_is_created_and_recorded()
    {
        var user = TestUser.Next();

        var sent = await Queue.SendAsync(UserMessages.Text(user.ToInput(traceId: "caller-1")));

        var row = await Tables.UserOfAsync(sent.MessageId);
        Assert.Equal($"{sent.MessageId}-0", row.RowKey);
        Assert.StartsWith($"{sent.InsertionTime:yyyyMMdd}-", row.PartitionKey, StringComparison.Ordinal);
        Assert.Equal("Created", row.GetString("Outcome"));
        Assert.Equal(HubSpot.RecordOf(user).Id, row.GetString("HubSpotId"));
        Assert.Equal("Queue", row.GetString("Source"));
        Assert.Equal("caller-1", row.GetString("ObjectWriteTraceId"));
        Assert.Equal(1, row.GetInt32("Attempt"));
        Assert.True(row.GetDateTimeOffset("CompletedAt") >= HubSpot.RecordOf(user).CreatedAt);
        Assert.DoesNotContain("ErrorMessage", row.Keys);
    }

    [Fact]
    public async Task HubSpot_gets_the_properties_as_they_were_sent_and_the_input_key_as_trace_id()
    {
        var user = TestUser.Next();

        var sent = await Queue.SendAsync(UserMessages.Of(user));

        await HubSpot.WaitForAsync([user]);
        var record = HubSpot.RecordOf(user);
        Assert.Equal($"{sent.MessageId}-0", record.TraceId);
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["hs_email"] = user.Email, ["hs_given_name"] = user.GivenName, ["hs_family_name"] = user.FamilyName },
            record.Properties);
    }

    [Fact]
    public async Task A_batch_is_recorded_with_HubSpots_status_times_and_ids()
    {
        // Users of other tests may share a batch, and be refused.
        var (calls, rows) = await Eventually.SeesAsync("a batch of a message's own", SendAsync, sent => sent.Calls is [{ Inputs: Users }]);

        var call = calls[0];
        var batch = await Tables.BatchAsync(Assert.Single(rows.Select(row => row.GetGuid("BatchId")!.Value).Distinct()));
        Assert.Equal(201, batch.GetInt32("HttpStatus"));
        Assert.Equal("COMPLETE", batch.GetString("Status"));
        Assert.Equal("Succeeded", batch.GetString("Outcome"));
        Assert.Equal(Users, batch.GetInt32("Inputs"));
        Assert.Equal(Users, batch.GetInt32("Created"));
        Assert.Equal(call.CreatedIds.Order(), JsonSerializer.Deserialize<string[]>(batch.GetString("CreatedIds"))!.Order());
        Assert.Equal(call.ReceivedAt.ToUnixTimeMilliseconds(), batch.GetDateTimeOffset("RequestedAt")!.Value.ToUnixTimeMilliseconds());
        Assert.InRange(batch.GetDateTimeOffset("StartedAt")!.Value, batch.GetDateTimeOffset("RequestedAt")!.Value, batch.GetDateTimeOffset("CompletedAt")!.Value);
        Assert.True(batch.GetDateTimeOffset("SentAt") <= call.ReceivedAt);
        Assert.InRange(batch.GetInt32("DurationMs")!.Value, 0, 60_000);
        Assert.NotEmpty(batch.GetString("CorrelationId"));
        Assert.Equal(1, batch.GetInt32("Attempt"));
    }

    [Fact]
    public async Task The_keys_of_a_batch_derive_from_its_id_and_put_the_newest_first()
    {
        var first = await Tables.UserOfAsync((await Queue.SendAsync(UserMessages.Of(TestUser.Next()))).MessageId);
        var second = await Tables.UserOfAsync((await Queue.SendAsync(UserMessages.Of(TestUser.Next()))).MessageId);

        var earlier = await Tables.BatchAsync(first.GetGuid("BatchId")!.Value);
        var later = await Tables.BatchAsync(second.GetGuid("BatchId")!.Value);

        Assert.Equal($"{earlier.GetDateTimeOffset("SentAt"):yyyyMMdd}", earlier.PartitionKey);
        Assert.EndsWith($"-{first.GetGuid("BatchId"):N}", earlier.RowKey, StringComparison.Ordinal);
        Assert.True(string.CompareOrdinal(later.RowKey, earlier.RowKey) < 0);
    }

    [Fact]
    public async Task The_counts_of_a_mixed_batch_are_those_of_its_users()
    {
        var (existing, created, rejected) = (TestUser.Next(), TestUser.Next(), TestUser.Next());
        await Tables.UserOfAsync((await Queue.SendAsync(UserMessages.Of(existing))).MessageId);

        var sent = await Queue.SendAsync(UserMessages.Of(created.ToInput(), existing.ToInput(), rejected.ToRejectedInput()));

        var rows = await Tables.UsersOfAsync(sent.MessageId, 3);
        Assert.Equal(["Created", "Duplicate", "Rejected"], rows.Select(row => row.GetString("Outcome")));
        var batch = await Tables.BatchAsync(Assert.Single(rows.Select(row => row.GetGuid("BatchId")!.Value).Distinct()));
        var counts = (await Tables.UsersOfBatchAsync(batch.GetGuid("BatchId")!.Value)).CountBy(row => row.GetString("Outcome")).ToDictionary(StringComparer.Ordinal);
        Assert.Equal("PartiallySucceeded", batch.GetString("Outcome"));
        Assert.Equal(207, batch.GetInt32("HttpStatus"));
        Assert.Equal(counts["Created"], batch.GetInt32("Created"));
        Assert.Equal(counts["Duplicate"], batch.GetInt32("Duplicate"));
        Assert.Equal(counts["Rejected"], batch.GetInt32("Rejected"));
        Assert.Equal(counts.Values.Sum(), batch.GetInt32("Inputs"));
        Assert.Contains("PROPERTY_DOESNT_EXIST", batch.GetString("ErrorSummary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_leaves_the_queue_when_its_users_are_recorded()
    {
        await using var app = await OwnApp.PrepareAsync(Fixture);
        var sent = await app.Queue.SendAsync(UserMessages.Of(TestUser.Next()));

        await app.StartAsync();

        await Tables.UserOfAsync(sent.MessageId);
        await app.Queue.WaitUntilEmptyAsync();
        Assert.Empty(await app.Queue.CollectAsync());
    }

    private async Task<(IReadOnlyList<JournalCall> Calls, IReadOnlyList<TableEntity> Rows)> SendAsync()
    {
        var sent = await Queue.SendAsync(UserMessages.Of(TestUser.Next(Users).Select(user => user.ToInput())));
        var rows = await Tables.UsersOfAsync(sent.MessageId, Users);
        return (HubSpot.CallsOf([sent.MessageId]), rows);
    }
}
