namespace HubSpotUsers.Http;

/// <summary>Reads request bodies without trusting their length.</summary>
internal static class BoundedBody
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Reads a body to its end; null when it is longer than <paramref name="maxBytes"/>, of which no more is read.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, long? announcedLength, int maxBytes, CancellationToken cancellationToken)
    {
        if (announcedLength > maxBytes)
        {
            return null;
        }

        using var read = new MemoryStream((int)(announcedLength ?? 0));
        var buffer = new byte[BufferBytes];
        for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (read.Length + count > maxBytes)
            {
                return null;
            }

            await read.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }
}
