using Simulators.Storage;

namespace Benchmarks.Transactions;

/// <summary>One count.</summary>
/// <param name="UsersPerMessage">Users a message has.</param>
/// <param name="Per1000Users">Storage transactions for 1,000 users, the sending of their messages left out.</param>
/// <param name="ByOperation">The same, by what they do.</param>
internal sealed record TransactionCount(int UsersPerMessage, double Per1000Users, IReadOnlyDictionary<StorageOperation, double> ByOperation);
