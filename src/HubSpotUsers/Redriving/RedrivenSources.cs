using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Redriving;

/// <summary>
/// Remembers whose users were sent back from the poison queue. What was sent may wait for long, in no list, and its users are known by their rows
/// only: these stay as if they had been written then.
/// </summary>
/// <param name="service">The storage account.</param>
internal sealed class RedrivenSources(TableServiceClient service)
{
    private const string Partition = "sent";
    private const string Source = "SourceId";
    private const string Request = "RequestId";

    private readonly TableClient _table = service.GetTableClient(PoisonIndex.TableName);

    /// <summary>Remembers users; to be done before they are sent.</summary>
    internal Task WriteAsync(RedriveHeader header)
    {
        var request = header.Line is { } line ? QueuedSource.Find(line.Message)?.RequestId : null;

        // No identity holds a bar. Two requests may each have a line under the same one.
        var row = new TableEntity(Partition, request is null ? header.SourceId.Value : $"{header.SourceId.Value}|{request}") { [Source] = header.SourceId.Value };
        row.AddIfKnown(Request, request);
        return _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(row, TableUpdateMode.Replace));
    }

    /// <summary>Reads whose users were sent back since a time, by the service's own time.</summary>
    internal async Task<IReadOnlyList<RedrivenSource>> ReadAsync(DateTimeOffset since) => await _table
        .ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Timestamp ge {since}"))
        .Select(row => new RedrivenSource(row.Text(Source) ?? row.RowKey, row.Text(Request)))
        .ToListAsync();

    /// <summary>The rows of what was sent back before a time.</summary>
    internal static string Before(DateTimeOffset cutoff) => TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Timestamp lt {cutoff}");
}

/// <summary>A message or request whose users were sent back.</summary>
/// <param name="SourceId">The message or request they came in.</param>
/// <param name="RequestId">The request in which they are counted, if they came there under an identity of their own.</param>
internal sealed record RedrivenSource(string SourceId, string? RequestId);
