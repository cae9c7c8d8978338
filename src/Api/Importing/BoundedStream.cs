using Api.Responses;
using HubSpotUsers.Files.Text;

namespace Api.Importing;

/// <summary>Ends with a refusal when more comes than may: a few bytes of gzip may unpack to any number.</summary>
/// <param name="maxBytes">How many bytes it may have.</param>
internal sealed class BoundedStream(Stream body, long maxBytes) : ForwardStream
{
    private long _read;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken);
        _read += read;
        return _read <= maxBytes ? read : throw RefusedException.TooLarge($"A file may have at most {maxBytes} bytes, unpacked. Send its lines in several files.");
    }
}
