using System.Linq.Expressions;
using Azure;
using Azure.Data.Tables;

namespace HubSpotUsers.Tests.Model;

/// <summary>A table as one process sees it.</summary>
internal sealed class MortalTableClient(TableClient table, Fate fate) : TableClient
{
    public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default) =>
        fate.StepAsync(() => table.SubmitTransactionAsync(transactionActions, cancellationToken), isTable: true);

    public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) =>
        fate.StepAsync(() => table.AddEntityAsync(entity, cancellationToken), isTable: true);

    public override Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        fate.StepAsync(() => table.UpsertEntityAsync(entity, mode, cancellationToken), isTable: true);

    public override Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        fate.StepAsync(() => table.UpdateEntityAsync(entity, ifMatch, mode, cancellationToken), isTable: true);

    public override Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        fate.StepAsync(() => table.DeleteEntityAsync(partitionKey, rowKey, ifMatch, cancellationToken), isTable: true);

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
        fate.StepAsync(() => table.GetEntityIfExistsAsync<T>(partitionKey, rowKey, select, cancellationToken), isTable: true);

    public override AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
        new MortalPages<T>(() => table.QueryAsync<T>(filter, maxPerPage, select, cancellationToken), fate);

    public override AsyncPageable<T> QueryAsync<T>(
        Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
        new MortalPages<T>(() => table.QueryAsync(filter, maxPerPage, select, cancellationToken), fate);
}
