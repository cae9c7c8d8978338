using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Testing.Fakes;

internal sealed class FakeTableClient(string name, Steps? steps = null) : TableClient
{
    private readonly Lock _lock = new();
    private readonly TableRows _rows = new();

    public override string Name => name;

    public bool IsThere { get; set; } = true;

    public Exception? Failure { get; set; }

    /// <summary>Fails single operations, by their names as in steps.</summary>
    public Func<string, Exception?>? Fails { get; set; }

    /// <summary>The account's clock, which versions and rows then tell.</summary>
    public TimeProvider? Clock
    {
        get => _rows.Clock;
        set => _rows.Clock = value;
    }

    /// <summary>What every query waits for after it has read its rows.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Whether a query may go on where an earlier one stopped.</summary>
    public bool TakesContinuations { get; set; } = true;

    /// <summary>The way of a row that is added; null when it takes no time.</summary>
    public Func<Task>? Way { get; set; }

    /// <summary>What another process does just before the next write.</summary>
    public Action? Meanwhile { get; set; }

    public List<IReadOnlyList<TableEntity>> Transactions { get; } = [];

    public IReadOnlyList<TableEntity> Rows => _rows.All;

    public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions,
        CancellationToken cancellationToken = default)
    {
        List<TableTransactionAction> actions = [.. transactionActions];
        TableRows.Require(actions.Count is > 0 and <= 100, "A transaction has 1 to 100 rows.");
        TableRows.Require(actions.Select(action => action.Entity.PartitionKey).Distinct(StringComparer.Ordinal).Count() is 1, "A transaction has one partition.");
        TableRows.Require(actions.Select(action => action.Entity.RowKey).Distinct(StringComparer.Ordinal).Count() == actions.Count, "A transaction names a row once.");
        var version = Write("transaction", actions);
        lock (_lock)
        {
            Transactions.Add([.. actions.Select(action => (TableEntity)action.Entity)]);
        }

        return Task.FromResult(Response.FromValue<IReadOnlyList<Response>>([.. actions.Select(_ => new FakeResponse(version))], null!));
    }

    public override async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
    {
        await (Way?.Invoke() ?? Task.CompletedTask);
        return await WriteAsync(new TableTransactionAction(TableTransactionActionType.Add, entity));
    }

    public override Task<Response> UpsertEntityAsync<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default) =>
        WriteAsync(new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity));

    public override Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default) =>
        WriteAsync(new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, ifMatch));

    public override Task<Response> DeleteEntityAsync(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default) =>
        WriteAsync(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), ifMatch == default ? ETag.All : ifMatch));

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
    {
        Note("get");
        var row = (IsThere ? Rows : []).FirstOrDefault(row => row.PartitionKey == partitionKey && row.RowKey == rowKey);
        return Task.FromResult<NullableResponse<T>>(row is null ? new NoRow<T>() : Response.FromValue((T)(object)row, null!));
    }

    public override AsyncPageable<T> QueryAsync<T>(
        string? filter = null,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default) =>
        new GatedPages<T>(
            () =>
            {
                Fail("query");
                return Page<T>.FromValues([.. InOrder().Where(RowFilter.Read(filter)).Select(row => (T)(object)row)], null, new FakeResponse(default));
            },
            Gate,
            TakesContinuations);

    public override Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        IsThere = true;
        return Task.FromResult<Response<TableItem>>(null!);
    }

    /// <summary>The order in which the service gives rows.</summary>
    private IEnumerable<TableEntity> InOrder() => Rows.OrderBy(row => row.PartitionKey, StringComparer.Ordinal).ThenBy(row => row.RowKey, StringComparer.Ordinal);

    private Task<Response> WriteAsync(TableTransactionAction action) =>
        Task.FromResult<Response>(new FakeResponse(Write(action.ActionType.ToString(), [action])));

    private ETag Write(string operation, IReadOnlyList<TableTransactionAction> actions)
    {
        Fail(operation);
        var meanwhile = Meanwhile;
        Meanwhile = null;
        meanwhile?.Invoke();
        return _rows.Apply(actions);
    }

    private void Note(string operation)
    {
        steps?.Add($"{name} {operation}");
        if ((Failure ?? Fails?.Invoke(operation)) is { } failure)
        {
            throw failure;
        }
    }

    private void Fail(string operation)
    {
        Note(operation);
        if (!IsThere)
        {
            throw TableRows.Failure(404, "No such table.", TableErrorCode.TableNotFound);
        }
    }
}
