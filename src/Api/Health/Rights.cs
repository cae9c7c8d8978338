using System.Net;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using HubSpotUsers.Pausing;
using HubSpotUsers.Queue;
using HubSpotUsers.Secrets;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Options;

namespace Api.Health;

/// <summary>
/// Looks whether the app may do what it must. Rights to write are proven by changing what is not there: storage refuses a caller without the role
/// before it looks for the row or message (403), and says to one with it that there is none (404). Nothing is written.
/// </summary>
/// <param name="scopes">The token's scopes.</param>
/// <param name="queue">The queue's name.</param>
/// <param name="poison">Whether the app changes its poison queue; otherwise it only sends there, which nothing but a message proves.</param>
internal sealed class Rights(
    TableServiceClient tables, QueueServiceClient queues, TokenScopes scopes, IOptions<UsersQueueOptions> queue, IOptions<PoisonOptions> poison, TimeProvider time)
{
    private const string ScopesName = "token scopes";
    private const string Nothing = "check";

    /// <summary>A receipt in the form of the service's, of no message.</summary>
    private const string NoReceipt = "AgAAAAMAAAAAAAAAAAAAAAAAAAA=";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly string[] Tables =
        [UserTable.TableName, BatchTable.TableName, IntentTable.TableName, TableNames.Requests, PoisonIndex.TableName, TableNames.Control];

    /// <summary>Looks at all of them.</summary>
    public async Task<IReadOnlyList<RightCheck>> LookAsync()
    {
        string[] suffixes = poison.Value.IsManaged ? [string.Empty, TaskQueue.Suffix, PoisonQueue.Suffix] : [string.Empty, TaskQueue.Suffix];
        return await Task.WhenAll(
        [
            .. Tables.Select(name => CheckAsync($"table {name}", token => ChangeRowAsync(tables.GetTableClient(name), token))),
            .. suffixes.Select(suffix => queue.Value.Name + suffix).Select(name => CheckAsync($"queue {name}", token => ChangeMessageAsync(queues.GetQueueClient(name), token))),
            CheckAsync(ScopesName, ReadScopesAsync),
        ]);
    }

    private static async Task<RightCheck> ChangeRowAsync(TableClient table, CancellationToken cancellationToken)
    {
        try
        {
            await table.CreateOnDemandAsync(there => there.UpdateEntityAsync(new TableEntity(Nothing, Nothing), ETag.All, TableUpdateMode.Merge, cancellationToken));
        }
        catch (RequestFailedException exception) when (exception.Status is 404)
        {
            // There is no such row, which storage tells only those who may write it.
        }

        return RightCheck.Ok;
    }

    private static async Task<RightCheck> ChangeMessageAsync(QueueClient queue, CancellationToken cancellationToken)
    {
        try
        {
            await UpdateAsync();
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await UpdateAsync();
        }

        return RightCheck.Ok;

        async Task UpdateAsync()
        {
            try
            {
                await queue.UpdateMessageAsync(Guid.Empty.ToString(), NoReceipt, visibilityTimeout: TimeSpan.Zero, cancellationToken: cancellationToken);
            }
            catch (RequestFailedException exception) when (exception.Status is 400 or 404 && exception.ErrorCode != QueueErrorCode.QueueNotFound)
            {
                // There is no such message, or a receipt looks otherwise by now; both responses are given only to callers that may change messages.
            }
        }
    }

    private async Task<RightCheck> ReadScopesAsync(CancellationToken cancellationToken)
    {
        var (status, known) = await scopes.ReadAsync(cancellationToken);
        var missing = known is null ? [] : TokenScopes.Needed.Except(known, StringComparer.Ordinal).ToList();
        return (status, known, missing) switch
        {
            (HttpStatusCode.Unauthorized, _, _) => RightCheck.Missing("HubSpot does not accept the token (401)."),
            (_, null, _) => RightCheck.Unknown($"HubSpot does not tell the scopes of this token ({(int)status})."),
            (_, _, []) => RightCheck.Ok,
            _ => RightCheck.Missing($"The token lacks {string.Join(" and ", missing)}."),
        };
    }

    private async Task<RightCheck> CheckAsync(string name, Func<CancellationToken, Task<RightCheck>> look)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await look(patience.Token) with { Name = name };
        }
        catch (Exception exception)
        {
            // The texts of others may tell too much.
            return Describe(exception) with { Name = name };
        }
    }

    private static RightCheck Describe(Exception exception) => exception switch
    {
        SendingPausedException => RightCheck.Unknown("HubSpot is not asked while sending is paused."),
        HubSpotTokenException => RightCheck.Missing("There is no usable token in Key Vault, or the app may not read it."),
        _ when StorageFailure.StatusOf(exception) is > 0 and var status => RightCheck.Missing($"Storage returned {status}."),
        OperationCanceledException => RightCheck.Unknown($"No response within {Patience.TotalSeconds} s."),
        _ => RightCheck.Unknown("It cannot be reached."),
    };
}

/// <summary>What was found of one right.</summary>
/// <param name="Name">What it is about: a table, a queue or the token's scopes.</param>
/// <param name="State">Whether the app has it.</param>
/// <param name="Reason">What is missing, or why that is not known; free of secrets and of personal data.</param>
internal sealed record RightCheck(string Name, RightState State, string? Reason = null)
{
    /// <summary>The app has it.</summary>
    public static RightCheck Ok { get; } = new(string.Empty, RightState.Granted);

    /// <summary>The app does not have it.</summary>
    public static RightCheck Missing(string reason) => new(string.Empty, RightState.Missing, reason);

    /// <summary>It is not known.</summary>
    public static RightCheck Unknown(string reason) => new(string.Empty, RightState.Unknown, reason);
}

/// <summary>Whether the app has a right.</summary>
internal enum RightState
{
    /// <summary>It has.</summary>
    Granted,

    /// <summary>It has not.</summary>
    Missing,

    /// <summary>It could not be found out.</summary>
    Unknown,
}
