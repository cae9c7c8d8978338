using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Simulators.Storage;

/// <summary>Passes calls on to the emulator as they are: the signature of a call does not cover the host it is sent to.</summary>
internal sealed class StorageForwarder(Uri server) : IDisposable
{
    // Those of the connection, not of the message (RFC 9110, 7.6.1), and the host.
    private static readonly string[] OfConnection = ["Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Expect"];

    // Azurite closes connections that are idle for five seconds; one that closes just as a call leaves would be an unintended fault.
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2),
    });

    public async Task<HttpResponseMessage> SendAsync(HttpContext http, StorageCall call, CancellationToken cancellationToken)
    {
        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        using var request = new HttpRequestMessage(HttpMethod.Parse(http.Request.Method), new Uri(server, target)) { Content = new ReadOnlyMemoryContent(call.Body) };
        foreach (var (name, values) in http.Request.Headers)
        {
            if (!OfConnection.Contains(name, StringComparer.OrdinalIgnoreCase) && !request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return await _client.SendAsync(request, cancellationToken);
    }

    public static async Task RespondAsync(HttpContext http, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (!OfConnection.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                http.Response.Headers[name] = values.ToArray();
            }
        }

        await response.Content.CopyToAsync(http.Response.Body, cancellationToken);
    }

    public void Dispose() => _client.Dispose();
}
