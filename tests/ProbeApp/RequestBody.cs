using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ProbeApp;

/// <summary>Reads a body piece by piece.</summary>
internal static class RequestBody
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Counts the bytes of a body of any size, and reports the first of them.</summary>
    public static async Task<long> CountAsync(HttpRequest request, Action first, CancellationToken cancellationToken)
    {
        // The limit belongs to the host; the worker's own web server would have a lower one.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var count = 0L;
            for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0; count += read)
            {
                if (count is 0)
                {
                    first();
                }
            }

            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
