using Azure;
using Azure.Data.Tables;

namespace Benchmarks.Pipeline;

/// <summary>Takes rows as the storage client is given them, and keeps none.</summary>
internal sealed class AcceptingTable : TableClient
{
    /// <summary>It is not read.</summary>
    private const Response Accepted = null!;

    public override Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        Task.FromResult(Accepted);

    public override Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        Task.FromResult(Accepted);

    public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default) =>
        Task.FromResult(Response.FromValue<IReadOnlyList<Response>>([.. transactionActions.Select(_ => Accepted)], Accepted));

    public override AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
        AsyncPageable<T>.FromPages([]);
}
