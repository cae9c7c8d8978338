using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace HubSpotUsers.Tests.Fakes;

internal sealed class FakeTableServiceClient(Steps? steps = null) : TableServiceClient
{
    private readonly ConcurrentDictionary<string, FakeTableClient> _tables = new(StringComparer.Ordinal);

    public FakeTableClient Users => Table("HubSpotUsers");

    public FakeTableClient Batches => Table("HubSpotBatches");

    public FakeTableClient Intents => Table("HubSpotIntents");

    public override TableClient GetTableClient(string tableName) => Table(tableName);

    private FakeTableClient Table(string name) => _tables.GetOrAdd(name, static (table, noted) => new FakeTableClient(table, noted), steps);
}
