using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LocalHost.Tests.Drivers;

/// <summary>A POST request written byte by byte, as no HTTP client would.</summary>
internal sealed class RawRequest : IDisposable
{
    private readonly TcpClient _client = new();
    private NetworkStream _stream = null!;

    private RawRequest()
    {
    }

    /// <summary>Sends the head of a request whose length is declared.</summary>
    public static Task<RawRequest> DeclareAsync(Uri address, string path, long contentLength) =>
        BeginAsync(address, path, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {contentLength}"));

    /// <summary>Sends the head of a request whose body comes in chunks.</summary>
    public static Task<RawRequest> BeginChunksAsync(Uri address, string path) => BeginAsync(address, path, "Transfer-Encoding: chunked");

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    public Task SendAsync(string text) => SendAsync(Encoding.ASCII.GetBytes(text));

    public async Task SendChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        await SendAsync(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length:x}\r\n"));
        await SendAsync(bytes);
        await SendAsync("\r\n");
    }

    /// <summary>Sends the chunk that ends a body.</summary>
    public Task EndChunksAsync() => SendAsync("0\r\n\r\n");

    /// <summary>Says that no more will come.</summary>
    public void EndSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Reads the response until the host closes the connection; empty when it only closes it.</summary>
    public async Task<string> ReadAsync()
    {
        using var text = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(text).WaitAsync(Eventually.Bound, TimeProvider.System);
        }
        catch (IOException)
        {
            // A connection that is reset has no more to say.
        }

        return Encoding.ASCII.GetString(text.ToArray());
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private static async Task<RawRequest> BeginAsync(Uri address, string path, string bodyHeader)
    {
        var request = new RawRequest();
        await request._client.ConnectAsync(address.Host, address.Port);
        request._stream = request._client.GetStream();
        await request.SendAsync($"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n{bodyHeader}\r\n\r\n");
        return request;
    }
}
