using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>The whole body of a response, in borrowed memory that goes back when the response is disposed.</summary>
internal sealed class WholeResponse : HttpContent
{
    /// <summary>The response to a hundred users has mostly room in it.</summary>
    private const int UsualLength = 64 * 1024;

    private readonly int _length;
    private byte[]? _buffer;

    private WholeResponse(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    private ReadOnlyMemory<byte> Body
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, _length);
        }
    }

    /// <summary>Reads a body to its end.</summary>
    /// <param name="content">The body.</param>
    /// <param name="maxLength">How many bytes it may have.</param>
    /// <exception cref="HttpRequestException">It is longer than allowed, or the connection broke.</exception>
    public static async Task<WholeResponse> ReadAsync(HttpContent content, int maxLength, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);

        // After a failure the memory does not go back, since a pending write may still use it.
        var buffer = ArrayPool<byte>.Shared.Rent(UsualLength);
        var length = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (length > maxLength)
            {
                throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, $"The response has more than {maxLength} bytes.");
            }

            if (length == buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * length);
                buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }

        return new WholeResponse(buffer, length);
    }

    /// <summary>Gives what a response says; null when its body is not JSON, or not of that kind.</summary>
    /// <param name="response">The response, read as a whole.</param>
    /// <param name="type">What is expected.</param>
    public static T? TryParse<T>(HttpResponseMessage response, JsonTypeInfo<T> type)
        where T : class
    {
        var body = ((WholeResponse)response.Content).Body.Span;
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Gives the beginning of a response as text.</summary>
    /// <param name="response">The response, read as a whole.</param>
    /// <param name="maxLength">How many bytes.</param>
    public static string Beginning(HttpResponseMessage response, int maxLength)
    {
        var body = ((WholeResponse)response.Content).Body.Span;
        return Encoding.UTF8.GetString(body[..Math.Min(maxLength, body.Length)]);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Body).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        base.Dispose(disposing);
    }
}
