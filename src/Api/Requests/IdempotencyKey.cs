using System.Security.Cryptography;
using System.Text;
using Api.Responses;
using Microsoft.AspNetCore.Http;

namespace Api.Requests;

/// <summary>
/// The caller's <c>Idempotency-Key</c> (IETF draft of that name). Only its hash is kept, whatever the caller puts into it.
/// </summary>
/// <param name="Hash">The hash of operation and key.</param>
internal sealed record IdempotencyKey(string Hash)
{
    /// <summary>The header.</summary>
    public const string HeaderName = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <summary>Reads the key of a request; null when it has none.</summary>
    /// <exception cref="RefusedException">It has one that cannot be used.</exception>
    public static IdempotencyKey? Of(HttpRequest request, string operation)
    {
        if (!request.Headers.TryGetValue(HeaderName, out var values))
        {
            return null;
        }

        return values is [{ Length: > 0 and <= MaxLength } key] && key.All(c => c is > ' ' and <= '~')
            ? new IdempotencyKey(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{operation}\n{key}"))))
            : throw RefusedException.BadParameter($"{HeaderName} must be one text of 1 to {MaxLength} visible ASCII characters, such as a UUID.");
    }
}
