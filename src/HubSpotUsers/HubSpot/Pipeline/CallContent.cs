using System.Net;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>The JSON of a call, which tells when it really leaves: a new connection may take longer to open than a permit is good for.</summary>
/// <param name="body">The bytes.</param>
internal sealed class CallContent(ReadOnlyMemory<byte> body) : HttpContent
{
    /// <summary>Called when the bytes are written to the connection, at every attempt.</summary>
    public Action? Leaving { get; set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Leaving?.Invoke();
        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
