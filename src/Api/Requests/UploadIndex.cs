using System.Globalization;
using Azure.Data.Tables;
using HubSpotUsers;
using HubSpotUsers.Storage;

namespace Api.Requests;

/// <summary>
/// Lists the requests that went through the queue, by the day they came and newest first: a row for each in the requests table. It is written
/// before the request's own row, so that none is missing; one without a request counts for nothing.
/// </summary>
/// <param name="service">The storage account.</param>
internal sealed class UploadIndex(TableServiceClient service)
{
    private const string PartitionPrefix = "day-";
    private const string IsDone = "IsDone";

    /// <summary>A key is a time of 15 digits, a hyphen, and the request's id.</summary>
    private const int KeyPrefix = 16;

    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly TableClient _table = service.GetTableClient(TableNames.Requests);

    /// <summary>Adds a request, or says of one that is there whether it is over.</summary>
    internal Task WriteAsync(RequestEntry entry) => entry.Kind is RequestKind.Immediate
        ? Task.CompletedTask
        : _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(
            new TableEntity(PartitionOf(entry.ReceivedAt), KeyOf(entry)) { ["RequestId"] = entry.Id, [IsDone] = entry.State is RequestState.Done },
            TableUpdateMode.Replace));

    /// <summary>Removes a row that stands for no request.</summary>
    internal Task RemoveAsync(DateTimeOffset day, string key) => _table.RemoveIfThereAsync(PartitionOf(day), key);

    /// <summary>The key of a request's row, after which the next page begins.</summary>
    internal static string KeyOf(RequestEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{LastMillisecond - entry.ReceivedAt.ToUnixTimeMilliseconds():D15}-{entry.Id}");

    /// <summary>When the request of a row came.</summary>
    internal static DateTimeOffset ReceivedAt(string key) =>
        DateTimeOffset.FromUnixTimeMilliseconds(LastMillisecond - long.Parse(key.AsSpan(0, 15), NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>Whether a text may be the key of a row.</summary>
    internal static bool IsKey(string text) =>
        text.Length > KeyPrefix && text[15] is '-' && text.AsSpan(0, 15).ContainsAnyExceptInRange('0', '9') is false && SourceId.IsValid(text[KeyPrefix..]);

    /// <summary>Reads the keys of a day's requests and their ids, newest first; leaves out rows with no such key.</summary>
    /// <param name="after">The key after which they begin; empty for the first.</param>
    /// <param name="isOpenOnly">Whether only those are read that are not over.</param>
    internal IAsyncEnumerable<(string Key, string RequestId)> ReadAsync(DateTimeOffset day, string after, bool isOpenOnly = false)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(day)} and RowKey gt {after}");
        return _table.ReadAsync(isOpenOnly ? filter + $" and {IsDone} eq false" : filter)
            .Where(row => IsKey(row.RowKey))
            .Select(row => (row.RowKey, row.Text("RequestId") ?? row.RowKey[KeyPrefix..]));
    }

    /// <summary>The rows of the days before that of a time.</summary>
    internal static string Before(DateTimeOffset day) => TableClient.CreateQueryFilter($"PartitionKey ge {PartitionPrefix} and PartitionKey lt {PartitionOf(day)}");

    private static string PartitionOf(DateTimeOffset day) => PartitionPrefix + day.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
