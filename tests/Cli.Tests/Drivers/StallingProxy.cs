using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cli.Tests.Drivers;

/// <summary>Stands between tool and app, and lets only the beginning of an upload pass: a connection that hangs in the middle of a file.</summary>
internal sealed class StallingProxy : IAsyncDisposable
{
    private const int ChunkBytes = 16 * 1024;

    /// <summary>How a request begins that sends the users of a file; a dry run has a query.</summary>
    private static readonly byte[] Upload = Encoding.ASCII.GetBytes("POST /api/users/import HTTP");

    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _app;
    private readonly long _bytes;
    private readonly Task _accepting;

    private StallingProxy(Uri app, long bytes)
    {
        (_app, _bytes) = (app, bytes);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the tool is to send.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Starts one.</summary>
    /// <param name="bytes">How many bytes of an upload pass.</param>
    public static StallingProxy Start(Uri app, long bytes) => new(app, bytes);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient tool)
    {
        using (tool)
        {
            using var app = new TcpClient();
            try
            {
                await app.ConnectAsync(_app.Host, _app.Port, _end.Token);
                var (up, down) = (SendAsync(tool.GetStream(), app.GetStream()), app.GetStream().CopyToAsync(tool.GetStream(), _end.Token));

                // Once either has hung up, both connections end.
                await await Task.WhenAny(up, down);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The tool was killed, or the test is over.
            }
        }
    }

    private async Task SendAsync(NetworkStream from, NetworkStream to)
    {
        var (chunk, passed) = (new byte[ChunkBytes], -1L);
        for (int read; (read = await from.ReadAsync(chunk, _end.Token)) > 0;)
        {
            passed = passed < 0 && chunk.AsSpan(0, read).IndexOf(Upload) >= 0 ? 0 : passed;
            passed += passed < 0 ? 0 : read;
            if (passed <= _bytes)
            {
                await to.WriteAsync(chunk.AsMemory(0, read), _end.Token);
            }
        }
    }
}
