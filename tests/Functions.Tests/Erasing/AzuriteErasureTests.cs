using System.Globalization;
using Azure.Data.Tables;
using Functions.Tests.Simulators.Azurite;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Erasing;

/// <summary>The erasing of rows in real storage, which pages what it reads and refuses what has changed.</summary>
public sealed class AzuriteErasureTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    /// <summary>More than a page, which has 1,000 rows.</summary>
    private const int Hashes = 1_050;

    [Fact]
    public async Task A_user_with_more_hashes_than_a_page_has_is_erased_page_by_page()
    {
        var (service, source) = (new TableServiceClient(azurite.Server.ConnectionString), $"hr-{Guid.NewGuid():N}");
        var sourceId = SourceId.OfProducer(source);
        var call = Guid.CreateVersion7();
        var key = BatchKey.Of(call);
        await AddAsync(service, UserTable.TableName, [UserOf(sourceId, ("HubSpotId", "4711"), ("BatchId", call)), UserOf(SourceId.OfProducer(source + "-0"), ("HubSpotId", "4712"))]);
        await AddAsync(service, BatchTable.TableName, [new TableEntity(key.PartitionKey, key.RowKey) { ["CreatedIds"] = """["4711","4712"]""", ["ErrorSummary"] = "1 × CONFLICT Existing ID: 4711" }]);
        await AddAsync(service, TableNames.Requests, Enumerable.Range(0, Hashes).Select(number => HashOf("find-20261124-0", number, sourceId.InputKey(0))));
        await AddAsync(service, TableNames.Requests, [HashOf("find-20261125-3", Hashes, SourceId.OfProducer(source + "-0").InputKey(0))]);
        await using var app = Start();

        var pages = new List<ErasedPage>();
        for (string? continuation = null; pages.Count is 0 || continuation is not null; continuation = pages[^1].Next)
        {
            pages.Add(await app.GetRequiredService<PersonErasure>().EraseAsync(new UserPlace(source, 0), continuation, isDryRun: false));
        }

        Assert.InRange(pages.Count, 2, 10);
        Assert.Equal((1, Hashes), (pages.Sum(page => page.Users), pages.Sum(page => page.Hashes)));
        Assert.Equal(1, await service.GetTableClient(TableNames.Requests).QueryAsync<TableEntity>(row => row.PartitionKey == "find-20261124-0" || row.PartitionKey == "find-20261125-3").CountAsync());
        var row = (await service.GetTableClient(UserTable.TableName).GetEntityAsync<TableEntity>(sourceId.PartitionKey, sourceId.InputKey(0))).Value;
        Assert.True(UserRow.IsErased(row));
        Assert.Equal(("Created", null), (row.GetString("Outcome"), row.GetString("HubSpotId")));
        var batch = (await service.GetTableClient(BatchTable.TableName).GetEntityAsync<TableEntity>(key.PartitionKey, key.RowKey)).Value;
        Assert.Equal(("""["4712"]""", "1 × CONFLICT Existing ID: …"), (batch.GetString("CreatedIds"), batch.GetString("ErrorSummary")));
    }

    [Theory]
    [InlineData("message")]
    [InlineData("request")]
    [InlineData("queued request")]
    [InlineData("queued request of a producer")]
    [InlineData("producer")]
    public async Task A_user_is_found_by_its_place_whatever_names_its_source(string kind)
    {
        var service = new TableServiceClient(azurite.Server.ConnectionString);
        var request = Guid.CreateVersion7().ToString("N");
        var producer = $"hr-{request}";
        var (sourceId, place) = kind switch
        {
            "message" => (SourceId.Of(Guid.NewGuid().ToString(), DateTimeOffset.UtcNow.AddDays(-150)), default(UserPlace)),
            "request" => (SourceId.Of(request, DateTimeOffset.UtcNow), default),
            "queued request" => (SourceId.OfProducer($"{request}.000000300.50.0a1b2c3d"), new UserPlace(request, 307)),
            "queued request of a producer" => (SourceId.OfProducer($"{producer}.000000300.50.0a1b2c3d"), new UserPlace(producer, 307)),
            _ => (SourceId.OfProducer(producer), default),
        };
        await AddAsync(service, UserTable.TableName, [UserOf(sourceId, index: 7), UserOf(sourceId, index: 8)]);
        await using var app = Start();

        var found = await app.GetRequiredService<UserPlaces>().FindAsync(place == default ? new UserPlace(sourceId.Value, 7) : place);

        Assert.Equal(sourceId.InputKey(7), Assert.Single(found).RowKey);
    }

    private static TableEntity UserOf(SourceId sourceId, params IEnumerable<(string Name, object Value)> columns) => UserOf(sourceId, 0, columns);

    private static TableEntity UserOf(SourceId sourceId, int index, params IEnumerable<(string Name, object Value)> columns)
    {
        var row = new TableEntity(sourceId.PartitionKey, sourceId.InputKey(index)) { ["SourceId"] = sourceId.Value, ["Outcome"] = "Created", ["CompletedAt"] = DateTimeOffset.UtcNow };
        foreach (var (name, value) in columns)
        {
            row[name] = value;
        }

        return row;
    }

    private static TableEntity HashOf(string partition, int number, string userKey) =>
        new(partition, $"{number.ToString("x32", CultureInfo.InvariantCulture)}-{userKey}") { ["UserPartition"] = "id-0", ["UserKey"] = userKey };

    private static async Task AddAsync(TableServiceClient service, string name, IEnumerable<TableEntity> rows)
    {
        var table = service.GetTableClient(name);
        await table.CreateIfNotExistsAsync();
        foreach (var chunk in rows.GroupBy(row => row.PartitionKey, StringComparer.Ordinal).SelectMany(rows => rows.Chunk(100)))
        {
            await table.SubmitTransactionAsync(chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)));
        }
    }

    private ServiceProvider Start()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["UsersStorage"] = azurite.Server.ConnectionString,
            ["UsersQueue"] = "users",
            ["KeyVault:VaultUri"] = "https://vault.test/",
        }).Build();
        return new ServiceCollection().AddLogging().AddHubSpotUsers(settings).BuildServiceProvider();
    }
}
