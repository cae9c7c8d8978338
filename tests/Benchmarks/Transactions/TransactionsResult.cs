namespace Benchmarks.Transactions;

/// <summary>What the function app asks of its storage account.</summary>
/// <param name="Users">Users each count is over.</param>
/// <param name="Counted">One entry for each number of users a message.</param>
internal sealed record TransactionsResult(int Users, IReadOnlyList<TransactionCount> Counted);
