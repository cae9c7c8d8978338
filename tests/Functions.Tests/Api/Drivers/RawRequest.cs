using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Functions.Tests.Api.Drivers;

/// <summary>A request written byte by byte, as no HTTP client would.</summary>
public sealed class RawRequest : IDisposable
{
    private readonly TcpClient _client = new();
    private NetworkStream _stream = null!;

    private RawRequest()
    {
    }

    /// <summary>Connects and sends the head of a POST request.</summary>
    public static async Task<RawRequest> BeginAsync(Uri address, string key, string path, string contentType, long contentLength)
    {
        var request = new RawRequest();
        await request._client.ConnectAsync(address.Host, address.Port);
        request._stream = request._client.GetStream();
        await request.SendAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nx-functions-key: {key}\r\nContent-Type: {contentType}\r\nContent-Length: {contentLength}\r\n\r\n"));
        return request;
    }

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Says that no more will come.</summary>
    public void EndSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Reads what the app answers until it closes the connection; empty when it only closes it.</summary>
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
