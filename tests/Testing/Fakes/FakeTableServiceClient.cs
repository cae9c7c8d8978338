using System.Collections.Concurrent;
using Azure.Data.Tables;
using HubSpotUsers.Pausing;

namespace Testing.Fakes;

internal sealed class FakeTableServiceClient(Steps? steps = null) : TableServiceClient
{
    private readonly ConcurrentDictionary<string, FakeTableClient> _tables = new(StringComparer.Ordinal);

    public FakeTableClient Users => Table("HubSpotUsers");

    public FakeTableClient Batches => Table("HubSpotBatches");

    public FakeTableClient Intents => Table("HubSpotIntents");

    public FakeTableClient Poison => Table("HubSpotPoison");

    public FakeTableClient Requests => Table("HubSpotRequests");

    /// <summary>Has all tables say when a row was last written, as the service does.</summary>
    public void TellTime(TimeProvider clock)
    {
        foreach (var table in (FakeTableClient[])[Users, Batches, Intents, Poison, Requests, Control])
        {
            table.Clock = clock;
        }
    }

    /// <summary>Processes look at it now and then, which is no step of any batch.</summary>
    public FakeTableClient Control { get; } = new(ControlTable.TableName);

    public override TableClient GetTableClient(string tableName) => tableName is ControlTable.TableName ? Control : Table(tableName);

    private FakeTableClient Table(string name) => _tables.GetOrAdd(name, static (table, noted) => new FakeTableClient(table, noted), steps);
}
