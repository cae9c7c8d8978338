using System.Globalization;
using System.Text.Json;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Testing.Builders;

namespace Testing.Drivers;

/// <summary>Brings persons to an app, and erases them.</summary>
internal static class ErasureDriver
{
    public const string Ada = "ada@example.com";
    public const string Bert = "bert@example.com";

    private const string FindKey = "0123456789abcdef0123456789abcdef";

    /// <summary>An app that knows persons by their addresses, and whose account takes all users.</summary>
    public static async Task<TestApp> StartFindingAsync(params (string Name, string Value)[] settings)
    {
        var app = await TestApp.StartReconcilingAsync([("KeyVault:FindKeyName", "find-key"), .. settings]);
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Vault.Others["find-key"] = FindKey;
        return app;
    }

    /// <summary>A user with an address, and the trace id of its caller.</summary>
    public static string User(string email) => $$$"""{"properties":{"hs_email":"{{{email}}}"},"objectWriteTraceId":"of-{{{email}}}"}""";

    /// <summary>Puts a message of persons onto the queue.</summary>
    public static Task SendAsync(this TestApp app, string id, params IEnumerable<string> emails) =>
        app.Queues.Users.SendMessageAsync(BinaryData.FromString($$"""{"id":"{{id}}","inputs":[{{string.Join(',', emails.Select(User))}}]}"""));

    /// <summary>Has the queue handled, until the persons in its batches can be found.</summary>
    public static async Task HandleFindableAsync(this TestApp app, int hashes)
    {
        await app.HandleUsersAsync();
        await Eventually.TrueAsync(() => app.Tables.Requests.Rows.Count(row => row.PartitionKey.StartsWith("find-", StringComparison.Ordinal)) == hashes);
    }

    /// <summary>Whom a value means.</summary>
    public static async Task<Erasure> PersonAsync(this TestApp app, string email) => new(await app.Get<PersonIndex>().HashAsync(UniqueValue.Normalize(email)!));

    /// <summary>Begins to erase, as a person asks for it over HTTP.</summary>
    public static Task<string> BeginErasingAsync(this TestApp app, Erasure erasure, bool isDryRun = false) => app.BeginAsync(
        PoisonTaskKind.Erase,
        task => task with { IsAboutDoubtful = true, IsDryRun = isDryRun },
        erasure: isDryRun ? erasure with { Stage = ErasureStage.Poison } : erasure);

    /// <summary>Erases to the end.</summary>
    public static async Task<PoisonTask> EraseAsync(this TestApp app, Erasure erasure, bool isDryRun = false)
    {
        var id = await app.BeginErasingAsync(erasure, isDryRun);
        await app.RunTasksAsync();
        return await app.TaskAsync(id);
    }

    /// <summary>Everything that is in the tables and queues, each with its place.</summary>
    public static IEnumerable<string> Everything(this TestApp app)
    {
        var tables = new[] { app.Tables.Users, app.Tables.Batches, app.Tables.Intents, app.Tables.Poison, app.Tables.Requests, app.Tables.Control };
        var rows = tables.SelectMany(table => table.Rows.Select(row => $"{table.Name}/{row.PartitionKey}: {string.Join(' ', row.Select(property => string.Create(CultureInfo.InvariantCulture, $"{property.Key}={property.Value}")))}"));
        return rows.Concat(new[] { app.Queues.Users, app.Queues.Poison, app.Queues.Tasks }.SelectMany(queue => queue.Bodies.Select(body => $"queue: {body}")));
    }

    /// <summary>Puts a message of users into the poison queue.</summary>
    public static async Task PoisonUsersAsync(this TestApp app, PoisonReason reason, params string[] inputs)
    {
        var header = new PoisonHeader(SourceId.OfProducer($"p-{Guid.NewGuid():N}"), reason, $"{inputs.Length} users", CorrelationId: null, Attempt: 3, Batches.Now, app.Time.GetUtcNow());
        await app.Get<PoisonQueue>().SendAsync(header, [.. inputs.Select((input, index) => new EnvelopeInput(index, null, JsonElement.Parse(input)))]);
    }

    /// <summary>Checks that nothing of Ada is left: the one row that remains besides the outcome says that the person was erased, and goes when no message can wait any more.</summary>
    public static async Task AssertNothingIsLeftAsync(this TestApp app, string hubSpotId = "no id")
    {
        var hash = (await app.PersonAsync(Ada)).Hash!;
        Assert.DoesNotContain(app.Everything(), text => text.Contains(Ada, StringComparison.OrdinalIgnoreCase) || text.Contains($"={hubSpotId}", StringComparison.Ordinal) || text.Contains($"\"{hubSpotId}\"", StringComparison.Ordinal));
        Assert.All(app.Everything().Where(text => text.Contains(hash, StringComparison.Ordinal)), text => Assert.StartsWith("HubSpotControl/erased: ", text, StringComparison.Ordinal));
    }
}
