using System.Globalization;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Ledger;

/// <summary>Transactions over rows of the users table.</summary>
internal static class UserTransactions
{
    /// <summary>Divides items into transactions: those of one partition, 100 at most.</summary>
    public static List<List<T>> Divide<T>(IEnumerable<T> items, Func<T, PendingInput> inputOf)
    {
        var transactions = new List<List<T>>();
        var open = new Dictionary<string, List<T>>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var partition = inputOf(item).Owner.Submission.SourceId.PartitionKey;
            if (!open.TryGetValue(partition, out var rows) || rows.Count is TableClientExtensions.MaxTransactionRows)
            {
                transactions.Add(open[partition] = rows = []);
            }

            rows.Add(item);
        }

        return transactions;
    }

    /// <summary>Submits a transaction.</summary>
    /// <param name="users">The table of users.</param>
    /// <param name="actions">What is done in it.</param>
    /// <returns>The response to each of its actions; null when rows of another process are in the way.</returns>
    public static async Task<IReadOnlyList<Response>?> TrySubmitAsync(TableClient users, List<TableTransactionAction> actions)
    {
        using var span = Spans.StartTransaction(UserTable.TableName, actions.Count);
        try
        {
            Response<IReadOnlyList<Response>> responses = null!;
            await users.CreateOnDemandAsync(async table => responses = await table.SubmitTransactionAsync(actions));
            return responses.Value;
        }
        catch (RequestFailedException exception)
        {
            Spans.Fail(span, exception.ErrorCode ?? exception.Status.ToString(CultureInfo.InvariantCulture));
            if (StorageFailure.IsConflict(exception))
            {
                return null;
            }

            throw;
        }
    }
}
