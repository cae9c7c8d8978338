using System.Security.Cryptography;
using System.Text;
using Api.Responses;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using HubSpotUsers.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Api.Requests;

/// <summary>The idempotency keys, in the requests table: a row says which request a key stands for, and by what body.</summary>
/// <param name="service">The storage account.</param>
/// <param name="options">How long a key is remembered.</param>
internal sealed class KeyTable(TableServiceClient service, IOptions<HttpOptions> options, TimeProvider time)
{
    private const string PartitionPrefix = "key-";
    private const string AnyBody = "";

    private readonly TableClient _table = service.GetTableClient(RequestTable.TableName);

    /// <summary>Binds a key to a request, unless it is bound already.</summary>
    /// <param name="bodyHash">The hash of the body; null when the body has yet to be read.</param>
    /// <param name="requestId">The id the request has if the key is new.</param>
    /// <returns>The id of the key's request.</returns>
    /// <exception cref="RefusedException">The key stands for a request with another body, or its row cannot be read.</exception>
    internal async Task<string> ClaimAsync(IdempotencyKey key, string? bodyHash, string requestId)
    {
        var row = new TableEntity(PartitionOf(key), key.Hash)
        {
            ["RequestId"] = requestId,
            ["BodyHash"] = bodyHash ?? AnyBody,
            ["ExpiresAt"] = time.GetUtcNow() + options.Value.IdempotencyKeyLifetime,
        };
        while (true)
        {
            try
            {
                await _table.CreateOnDemandAsync(table => table.AddEntityAsync(row));
                return requestId;
            }
            catch (RequestFailedException exception) when (exception.Status is 409)
            {
                if (await FindAsync(row, bodyHash ?? AnyBody) is { } known)
                {
                    return known;
                }
            }
        }
    }

    /// <summary>Reads the id of a key's request; null when there is none.</summary>
    internal async Task<string?> FindAsync(IdempotencyKey key)
    {
        try
        {
            return (await _table.FindAsync(PartitionOf(key), key.Hash))?.Text("RequestId");
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return null;
        }
    }

    /// <summary>The rows of keys whose time was over by a time.</summary>
    internal static string ExpiredBy(DateTimeOffset time)
    {
        // A full stop is the character after the hyphen.
        var (from, to) = (PartitionPrefix, PartitionPrefix.Replace('-', '.'));
        return TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to} and ExpiresAt lt {time}");
    }

    /// <summary>Reads the request of a key that is there already; null when its time was over and it is gone.</summary>
    private async Task<string?> FindAsync(TableEntity row, string bodyHash)
    {
        if (await _table.FindAsync(row.PartitionKey, row.RowKey) is not { } found)
        {
            return null;
        }

        if (found.Time("ExpiresAt") < time.GetUtcNow())
        {
            await RemoveAsync(found);
            return null;
        }

        if (found.Text("RequestId") is not { Length: > 0 } requestId || found.Text("BodyHash") is not { } knownHash)
        {
            throw UnreadableRequest.Refuse(id: null);
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(knownHash), Encoding.UTF8.GetBytes(bodyHash)) ? requestId : throw OtherBody();
    }

    private static string PartitionOf(IdempotencyKey key) => PartitionPrefix + key.Hash[..2];

    private async Task RemoveAsync(TableEntity expired)
    {
        try
        {
            await _table.DeleteEntityAsync(expired.PartitionKey, expired.RowKey, expired.ETag);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // Another process has found it expired, too.
        }
    }

    /// <summary>The key was used with another body before.</summary>
    internal static RefusedException OtherBody() => new(new Problem(
        "The key belongs to another request",
        StatusCodes.Status422UnprocessableEntity,
        $"A request with this {IdempotencyKey.HeaderName} and another body was sent before. Use a new key for every new request."));
}
