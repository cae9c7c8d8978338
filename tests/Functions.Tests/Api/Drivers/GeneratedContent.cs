using System.Net;
using System.Net.Http.Headers;

namespace Functions.Tests.Api.Drivers;

/// <summary>A body that is made while it is sent, of any size.</summary>
public sealed class GeneratedContent : HttpContent
{
    private readonly IEnumerable<ReadOnlyMemory<byte>> _chunks;
    private readonly long? _length;

    public GeneratedContent(IEnumerable<ReadOnlyMemory<byte>> chunks, string mediaType, long? length = null)
    {
        (_chunks, _length) = (chunks, length);
        Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
    }

    /// <summary>How many bytes were sent.</summary>
    public long Sent { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        foreach (var chunk in _chunks)
        {
            await stream.WriteAsync(chunk);
            Sent += chunk.Length;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length ?? 0;
        return _length is not null;
    }
}
