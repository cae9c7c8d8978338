using System.Text;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.EndToEnd;

/// <summary>Runs after all other end-to-end tests, and looks through what all of them left behind.</summary>
[Collection(AfterAllOthers.Name)]
public sealed class PrivacyTests(AppFixture fixture) : EndToEndTest(fixture)
{
    private const string TokenPrefix = "pat-simulated";

    [Fact]
    public async Task No_personal_data_and_no_token_is_in_any_log_line_table_span_or_metric()
    {
        await LetEverythingHappenAsync();

        var rows = await Tables.EverythingAsync();
        var output = Fixture.Output.ToList();
        var spans = await SentAsync(Fixture.Telemetry.Traces, "process users", "batch", "create users", "POST /crm/v3/objects/users/batch/create", "transaction HubSpotUsers");
        var metrics = await SentAsync(Fixture.Telemetry.Metrics, "hubspot.calls", "hubspot.outcomes", "users.poison");
        var records = await SentAsync(Fixture.Telemetry.Logs, "users created in", "go to the poison queue");

        Assert.NotEmpty(rows);
        Assert.NotEmpty(output);
        Assert.DoesNotContain(output, line => IsPrivate(line));
        Assert.All([spans, metrics, records], sent => Assert.False(IsPrivate(sent)));
        Assert.DoesNotContain(
            rows.SelectMany(row => row, (row, field) => $"{row.PartitionKey} {row.RowKey} {field.Key} {field.Value}"),
            text => IsPrivate(text));
    }

    /// <summary>Every way a value can go: created, there already, refused, not sent, not read; by both roads.</summary>
    private async Task LetEverythingHappenAsync()
    {
        var (created, rejected) = (TestUser.Next(), TestUser.Next());
        var badEmail = TestUser.Next() with { Email = $"not an address: {TestUser.Marker}" };
        await Http.PostAsync(UserMessages.Of(created.ToInput(), rejected.ToRejectedInput(), badEmail.ToInput()));
        await Http.PostAsync(UserMessages.Of(TestUser.Next().ToInvalidInput()));
        await Http.PostAsync(UserMessages.Of(created)[..^1]);

        var duplicate = await Queue.SendAsync(UserMessages.Of(created));
        var refused = await Queue.SendAsync(UserMessages.Of(rejected.ToRejectedInput(), badEmail.ToInput()));
        var invalid = await Queue.SendAsync(UserMessages.Of(TestUser.Next().ToInvalidInput()));
        var malformed = await Queue.SendAsync(UserMessages.Of(created)[..^1]);
        var property = await Queue.SendAsync($$"""{"properties":{},"{{TestUser.Next().Email}}":1}""");

        await Tables.UserOfAsync(duplicate.MessageId);
        await Tables.UsersOfAsync(refused.MessageId, 2);
        foreach (var sent in new[] { refused, invalid, malformed, property })
        {
            await Queue.PoisonOfAsync(sent.MessageId);
        }
    }

    /// <summary>All that was sent of one kind, once it has these texts.</summary>
    private static async Task<string> SentAsync(IReadOnlyCollection<byte[]> requests, params string[] texts) => await Eventually.SeesAsync(
        string.Join(", ", texts),
        () => Task.FromResult(string.Concat(requests.Select(Encoding.UTF8.GetString))),
        sent => texts.All(text => sent.Contains(text, StringComparison.Ordinal)));

    private static bool IsPrivate(string text) =>
        text.Contains(TestUser.Marker, StringComparison.OrdinalIgnoreCase) || text.Contains(TokenPrefix, StringComparison.OrdinalIgnoreCase);
}
