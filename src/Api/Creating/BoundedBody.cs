using Api.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Api.Creating;

/// <summary>Reads request bodies without trusting their length.</summary>
internal static class BoundedBody
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Reads a body to its end.</summary>
    /// <param name="place">Its room among others, held by the caller until all is done with it; null for a body that is never long.</param>
    /// <exception cref="RefusedException">It is longer than <paramref name="maxBytes"/>, or has no room; no more of it was read.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maxBytes, BodyPlace? place = null)
    {
        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        // A packed body is longer than it says, and one in chunks says nothing: both grow while they are read.
        place?.Grow(request.ContentLength.GetValueOrDefault());
        var body = BodyEncoding.Open(request);
        using var read = new MemoryStream((int)request.ContentLength.GetValueOrDefault());
        var buffer = new byte[BufferBytes];
        for (int count; (count = await body.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            if (read.Length + count > maxBytes)
            {
                throw TooLarge(maxBytes);
            }

            place?.Grow(read.Length + count);
            await read.WriteAsync(buffer.AsMemory(0, count), CancellationToken.None);
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }

    /// <summary>Lifts the server's own limit for a body that is not kept.</summary>
    public static void Unbound(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
    }

    private static RefusedException TooLarge(int maxBytes) => RefusedException.TooLarge(
        $"A JSON body may have at most {maxBytes} bytes. Send the users in several requests, through the queue, or to users/import.");
}
