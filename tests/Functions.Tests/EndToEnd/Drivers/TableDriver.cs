using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>Reads the output tables.</summary>
public sealed class TableDriver(TableServiceClient service)
{
    private const string Batches = "HubSpotBatches";
    private const string Users = "HubSpotUsers";
    private const string Intents = "HubSpotIntents";

    /// <summary>Waits for the rows of a source's inputs and gives them in the order of the inputs.</summary>
    public async Task<IReadOnlyList<TableEntity>> UsersOfAsync(string sourceId, int count) =>
        [.. (await Eventually.SeesAsync(
            $"{count} users of {sourceId} in the table",
            () => OutcomesAsync($"SourceId eq '{sourceId}'"),
            rows => rows.Count >= count)).OrderBy(row => row.RowKey.Length).ThenBy(row => row.RowKey, StringComparer.Ordinal)];

    /// <summary>Waits for the row of a message with one input.</summary>
    public async Task<TableEntity> UserOfAsync(string sourceId) => Assert.Single(await UsersOfAsync(sourceId, 1));

    /// <summary>Waits for the row of every source and gives them by source id.</summary>
    public async Task<ILookup<string, TableEntity>> UsersOfAllAsync(IReadOnlyCollection<string> sourceIds)
    {
        var wanted = sourceIds.ToHashSet(StringComparer.Ordinal);
        var missing = sourceIds.Last();
        return await Eventually.SeesAsync(
            $"the users of {wanted.Count} messages in the table",
            async () =>
            {
                // All tests share the table: its thousands of rows are read when the one that was missing last is there, not at every look.
                List<TableEntity> rows = await OutcomesAsync($"SourceId eq '{missing}'") is [] ? [] : await OutcomesAsync(filter: null);
                var found = rows.Where(row => wanted.Contains(row.GetString("SourceId"))).ToLookup(row => row.GetString("SourceId"), StringComparer.Ordinal);
                missing = rows is [] ? missing : wanted.FirstOrDefault(id => !found.Contains(id), missing);
                return found;
            },
            found => found.Count == wanted.Count);
    }

    /// <summary>Waits for the row of a batch.</summary>
    public async Task<TableEntity> BatchAsync(Guid id) => Assert.Single(await Eventually.SeesAsync(
        $"batch {id} in the table", () => QueryAsync(Batches, $"BatchId eq guid'{id}'"), rows => rows.Count > 0));

    /// <summary>The rows of a batch's users.</summary>
    public Task<List<TableEntity>> UsersOfBatchAsync(Guid id) => OutcomesAsync($"BatchId eq guid'{id}'");

    /// <summary>The intents that name inputs of these sources.</summary>
    public async Task<IReadOnlyList<TableEntity>> IntentsOfAsync(IReadOnlyCollection<string> sourceIds) =>
        [.. (await QueryAsync(Intents, filter: null)).Where(row => sourceIds.Any(id => row.GetString("Inputs").Contains(id, StringComparison.Ordinal)))];

    /// <summary>How many intents there are, whosever they are.</summary>
    public async Task<int> CountIntentsAsync() => (await QueryAsync(Intents, filter: null)).Count;

    /// <summary>Every row of every table of the account.</summary>
    public async Task<IReadOnlyList<TableEntity>> EverythingAsync()
    {
        var rows = new List<TableEntity>();
        await foreach (var table in service.QueryAsync())
        {
            rows.AddRange(await QueryAsync(table.Name, filter: null));
        }

        return rows;
    }

    /// <summary>The rows of users that have their outcome; the others are claims.</summary>
    private async Task<List<TableEntity>> OutcomesAsync(string? filter) =>
        (await QueryAsync(Users, filter)).FindAll(row => row.GetString("Outcome") is not "Pending");

    private async Task<List<TableEntity>> QueryAsync(string table, string? filter)
    {
        try
        {
            return await service.GetTableClient(table).QueryAsync<TableEntity>(filter).ToListAsync();
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return [];
        }
    }
}
