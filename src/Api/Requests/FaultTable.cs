using System.Globalization;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace Api.Requests;

/// <summary>
/// The faulty lines of imports, in the requests table: a row for each fault, in the partition of its request. The same file has the same
/// faults, so that writing them again changes nothing. They hold no value of a line.
/// </summary>
/// <param name="service">The storage account.</param>
internal sealed class FaultTable(TableServiceClient service)
{
    /// <summary>The most faulty lines that are kept of a request: a file with more was not meant to be read like this, and its count says so.</summary>
    public const int MaxLines = 10_000;

    private const string PartitionPrefix = "faults-";
    private readonly TableClient _table = service.GetTableClient(TableNames.Requests);

    /// <summary>Keeps faults of lines with their request.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="faults">The faults, those of a line together and in the order in which they were found.</param>
    internal async Task KeepFaultsAsync(string requestId, IEnumerable<LineFault> faults)
    {
        var rows = faults.GroupBy(fault => fault.Line).SelectMany(line => line.Select((fault, number) => ToRow(requestId, fault, number)));
        foreach (var chunk in rows.Chunk(TableClientExtensions.MaxTransactionRows))
        {
            await _table.UpsertTogetherAsync(chunk);
        }
    }

    /// <summary>Reads the faults of a request by their lines.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="fromLine">The first line.</param>
    internal IAsyncEnumerable<LineFault> ReadAsync(string requestId, int fromLine, CancellationToken cancellationToken = default) => _table
        .ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {PartitionPrefix + requestId} and RowKey ge {LineKey(fromLine)}"), cancellationToken: cancellationToken)
        .Select(row => new LineFault(row.Count("Line") ?? LineOf(row.RowKey), row.Text("Pointer") ?? string.Empty, row.Text("Detail") ?? string.Empty));

    /// <summary>The faults of a request.</summary>
    internal static string OfRequest(string requestId) => TableClient.CreateQueryFilter($"PartitionKey eq {PartitionPrefix + requestId}");

    private static TableEntity ToRow(string requestId, LineFault fault, int number) =>
        new(PartitionPrefix + requestId, string.Create(CultureInfo.InvariantCulture, $"{LineKey(fault.Line)}-{number:D3}"))
        {
            ["Line"] = fault.Line,
            ["Pointer"] = fault.Pointer,
            ["Detail"] = fault.Detail,
        };

    private static int LineOf(string key) => int.TryParse(key.AsSpan(0, Math.Min(9, key.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : 0;

    private static string LineKey(int line) => line.ToString("D9", CultureInfo.InvariantCulture);
}

/// <summary>What is wrong with a line of an import.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Pointer">Where in the user the fault is: a JSON pointer (RFC 6901), empty for the whole user.</param>
/// <param name="Detail">What is wrong; free of values.</param>
internal sealed record LineFault(int Line, string Pointer, string Detail);
