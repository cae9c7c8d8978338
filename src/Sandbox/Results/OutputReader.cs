using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Sandbox.Results;

/// <summary>Reads the output tables: what this run's batches and users came to.</summary>
/// <param name="service">The storage account.</param>
/// <param name="since">When this run began; earlier rows belong to other runs.</param>
internal sealed class OutputReader(TableServiceClient service, DateTimeOffset since)
{
    private readonly TableClient _batches = service.GetTableClient("HubSpotBatches");
    private readonly TableClient _users = service.GetTableClient("HubSpotUsers");

    /// <summary>Reads the batches, newest first.</summary>
    public async Task<List<RecordedBatch>> ReadBatchesAsync(CancellationToken cancellationToken)
    {
        // Row keys count backwards from the end of time, so this run's are the smaller ones.
        var newest = (DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - since.ToUnixTimeMilliseconds()).ToString("D15", CultureInfo.InvariantCulture);
        var day = since.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var rows = await ReadAsync(_batches, TableClient.CreateQueryFilter($"PartitionKey ge {day} and RowKey lt {newest + "~"}"), cancellationToken);

        // The table lists users that ended without a call, too.
        return [.. rows.Where(row => row.GetGuid("BatchId") is not null).Select(Batch).Where(batch => batch.SentAt >= since).OrderByDescending(batch => batch.SentAt)];
    }

    /// <summary>Reads the outcome of every input of this run, by input key.</summary>
    public async Task<Dictionary<string, string>> ReadOutcomesAsync(CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(_users, TableClient.CreateQueryFilter($"CompletedAt ge {since}"), cancellationToken);
        return rows.ToDictionary(row => row.RowKey, row => row.GetString("Outcome"), StringComparer.Ordinal);
    }

    private static RecordedBatch Batch(TableEntity row) => new(
        row.GetGuid("BatchId")!.Value,
        row.GetDateTimeOffset("SentAt")!.Value,
        row.GetString("Outcome"),
        row.GetInt32("HttpStatus"),
        row.GetInt32("Inputs")!.Value,
        row.GetInt32("Created")!.Value,
        row.GetInt32("Duplicate")!.Value,
        row.GetInt32("Rejected")!.Value,
        row.GetInt32("Unknown")!.Value,
        row.GetInt32("Deferred")!.Value,
        row.GetInt32("DurationMs")!.Value,
        row.GetString("ErrorSummary"));

    private static async Task<List<TableEntity>> ReadAsync(TableClient table, string filter, CancellationToken cancellationToken)
    {
        try
        {
            return await table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return [];
        }
    }
}
