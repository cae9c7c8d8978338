using Api;
using Api.Retention;
using Azure.Data.Tables;
using Functions.Tests.Simulators.Azurite;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Functions.Tests.Retention;

/// <summary>The removal of old rows in real storage, which stamps rows and pages them: with a clock of the app that is ahead of the service's.</summary>
public sealed class AzuriteRetentionTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Users = 1_250;

    [Theory]
    [InlineData(60, Users)]
    [InlineData(100, 0)]
    public async Task Rows_that_have_not_changed_for_their_days_leave_the_tables(int daysLater, int left)
    {
        var service = new TableServiceClient(azurite.Server.ConnectionString);
        var (now, later) = (DateTimeOffset.UtcNow, new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero).AddDays(daysLater).AddHours(1));
        var request = Guid.CreateVersion7(now).ToString("N");
        await AddAsync(service, UserTable.TableName, Enumerable.Range(0, Users).Select(number => new TableEntity("id-0", $"order-{number:D6}-0") { ["SourceId"] = $"order-{number:D6}" }));
        await AddAsync(service, BatchTable.TableName, [new TableEntity($"{now:yyyyMMdd}", "b")]);
        await AddAsync(service, TableNames.Requests, [new TableEntity($"tally-{request}", "000000000.1.00000000")]);
        await AddAsync(service, TableNames.Requests, [new TableEntity($"day-{now:yyyyMMdd}", $"000000000000000-{request}") { ["RequestId"] = request }]);
        await AddAsync(service, TableNames.Control, [new TableEntity("retention", "round") { ["SteadySince"] = later.AddDays(-50), ["LookedAt"] = later.AddDays(-1) }]);
        var time = new FakeTimeProvider(later);
        await using var app = Start(time);

        for (var minute = 0; minute < 3; minute++)
        {
            await app.GetRequiredService<RecordRetention>().RunAsync(CancellationToken.None);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.True((await service.GetTableClient(TableNames.Control).GetEntityAsync<TableEntity>("retention", "round")).Value.GetBoolean("IsDone"));
        Assert.Equal(left, await service.GetTableClient(UserTable.TableName).QueryAsync<TableEntity>().CountAsync());
        Assert.Equal(left is 0, await service.GetTableClient(BatchTable.TableName).QueryAsync<TableEntity>().CountAsync() is 0);
        Assert.Equal(left is 0, await service.GetTableClient(TableNames.Requests).QueryAsync<TableEntity>().CountAsync() is 0);
    }

    private static async Task AddAsync(TableServiceClient service, string name, IEnumerable<TableEntity> rows)
    {
        var table = service.GetTableClient(name);
        await table.CreateIfNotExistsAsync();
        foreach (var chunk in rows.Chunk(100))
        {
            await table.SubmitTransactionAsync(chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)));
        }
    }

    private ServiceProvider Start(TimeProvider time)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["UsersStorage"] = azurite.Server.ConnectionString,
            ["UsersQueue"] = "users",
            ["KeyVault:VaultUri"] = "https://vault.test/",
        }).Build();
        return new ServiceCollection().AddLogging().AddSingleton(time).AddHubSpotUsers(settings).AddApi(settings).BuildServiceProvider();
    }
}
