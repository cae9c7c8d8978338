using Microsoft.AspNetCore.Http;

namespace Simulators.HubSpot.Api;

/// <summary>Reads a request body up to a size.</summary>
internal static class BodyBytes
{
    /// <summary>The body, or null when it has more than <paramref name="most"/> bytes; it is read to its end either way.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int most)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        var tooLarge = false;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            tooLarge |= buffer.Length + read > most;
            if (!tooLarge)
            {
                await buffer.WriteAsync(chunk.AsMemory(0, read), request.HttpContext.RequestAborted);
            }
        }

        if (tooLarge)
        {
            return null;
        }

        return buffer.ToArray();
    }
}
