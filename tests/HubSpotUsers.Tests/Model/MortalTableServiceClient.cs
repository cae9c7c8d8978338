using Azure.Data.Tables;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Model;

/// <summary>The world's tables as one process sees them.</summary>
internal sealed class MortalTableServiceClient(FakeTableServiceClient tables, Fate fate) : TableServiceClient
{
    public override TableClient GetTableClient(string tableName) => new MortalTableClient(tables.GetTableClient(tableName), fate);
}
