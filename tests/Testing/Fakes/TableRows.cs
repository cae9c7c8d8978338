using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Testing.Fakes;

/// <summary>The rows of a table with the service's rules, those too that the storage emulator does not check.</summary>
internal sealed partial class TableRows
{
    private const int MaxStringLength = 32 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Partition, string Row), TableEntity> _rows = [];
    private int _versions;

    /// <summary>The account's clock, which versions tell as the service's do; without one they only count.</summary>
    public TimeProvider? Clock { get; set; }

    public IReadOnlyList<TableEntity> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows.Values];
            }
        }
    }

    public static void Require(bool kept, string rule)
    {
        if (!kept)
        {
            throw Failure(400, rule, TableErrorCode.InvalidInput);
        }
    }

    public static RequestFailedException Failure(int status, string message, TableErrorCode code) =>
        new(status, message, code.ToString(), innerException: null);

    /// <summary>Applies all actions or, by the exception, none.</summary>
    public ETag Apply(IReadOnlyList<TableTransactionAction> actions)
    {
        lock (_lock)
        {
            foreach (var action in actions)
            {
                Check(action, (TableEntity)action.Entity);
            }

            var version = NextVersion();
            foreach (var action in actions)
            {
                Apply(action, version);
            }

            return version;
        }
    }

    private ETag NextVersion()
    {
        _versions++;
        return Clock is { } clock
            ? new ETag($"W/\"datetime'{Uri.EscapeDataString(clock.GetUtcNow().AddTicks(_versions % 1000).ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture))}'\"")
            : new ETag(_versions.ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^[^/\\#?\p{Cc}]{1,512}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AllowedKey();

    private void Apply(TableTransactionAction action, ETag version)
    {
        var key = (action.Entity.PartitionKey, action.Entity.RowKey);
        if (action.ActionType is TableTransactionActionType.Delete)
        {
            _rows.Remove(key);
        }
        else
        {
            var row = new TableEntity((TableEntity)action.Entity) { ETag = version };
            if (Clock is { } clock)
            {
                row.Timestamp = clock.GetUtcNow();
            }

            _rows[key] = row;
        }
    }

    private void Check(TableTransactionAction action, TableEntity row)
    {
        Require(AllowedKey().IsMatch(row.PartitionKey) && AllowedKey().IsMatch(row.RowKey), "A key has a forbidden character.");
        Require(row.Select(property => property.Value).OfType<string>().All(text => text.Length <= MaxStringLength), "A property is too long.");
        var isThere = _rows.TryGetValue((row.PartitionKey, row.RowKey), out var existing);
        switch (action.ActionType)
        {
            case TableTransactionActionType.Add when isThere:
                throw Failure(409, "There is such a row.", TableErrorCode.EntityAlreadyExists);
            case TableTransactionActionType.Add or TableTransactionActionType.UpsertReplace or TableTransactionActionType.UpsertMerge:
                return;
            case var _ when !isThere:
                throw Failure(404, "There is no such row.", TableErrorCode.ResourceNotFound);
            case var _ when action.ETag != ETag.All && action.ETag != existing!.ETag:
                throw Failure(412, "The row has changed.", TableErrorCode.UpdateConditionNotSatisfied);
        }
    }
}
