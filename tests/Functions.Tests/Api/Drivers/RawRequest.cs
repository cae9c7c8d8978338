using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Functions.Tests.Api.Drivers;

/// <summary>A request written byte by byte, as no HTTP client would.</summary>
public sealed class RawRequest : IDisposable
{
    private readonly TcpClient _client = new();
    private NetworkStream _stream = null!;
    private bool _isChunked;

    private RawRequest()
    {
    }

    /// <summary>Connects and sends the head of a POST request.</summary>
    /// <param name="address">The app.</param>
    /// <param name="key">A function key.</param>
    /// <param name="contentType">The media type, and further headers below it.</param>
    /// <param name="contentLength">The length that is announced; null to send the body in chunks.</param>
    public static async Task<RawRequest> BeginAsync(Uri address, string key, string path, string contentType, long? contentLength)
    {
        var request = new RawRequest();
        await request._client.ConnectAsync(address.Host, address.Port);
        request._stream = request._client.GetStream();
        var framing = contentLength is { } length ? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}") : "Transfer-Encoding: chunked";
        await request.SendAsync($"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nx-functions-key: {key}\r\nContent-Type: {contentType}\r\n{framing}\r\n\r\n");
        request._isChunked = contentLength is null;
        return request;
    }

    /// <summary>Sends a piece of the body.</summary>
    public async Task SendAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await _stream.WriteAsync(_isChunked
            ? [.. Encoding.ASCII.GetBytes(bytes.Length.ToString("X", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. bytes, .. "\r\n"u8]
            : bytes);
    }

    /// <summary>Says that no more will come.</summary>
    public void EndSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Reads the app's response until it closes the connection; empty when it only closes it.</summary>
    public async Task<string> ReadAsync()
    {
        using var text = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(text);
        }
        catch (IOException)
        {
            // A connection that is reset has no more to say.
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }
}
