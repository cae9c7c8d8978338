using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Simulators.Hosting;

namespace Functions.Tests.Contracts;

/// <summary>Stands between the app and the simulated HubSpot and keeps what the app sends.</summary>
public sealed class RecordingProxy : IAsyncDisposable
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly HttpClient _client;
    private LoopbackServer? _server;

    private RecordingProxy(Uri target) => _client = new HttpClient { BaseAddress = target };

    public Uri Address => _server!.BaseAddress;

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public static async Task<RecordingProxy> StartAsync(Uri target)
    {
        var proxy = new RecordingProxy(target);
        proxy._server = await LoopbackServer.StartAsync(port: 0, certificate: null, proxy.ForwardAsync, CancellationToken.None);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, CancellationToken stopping)
    {
        var request = await RecordedRequest.ReadAsync(context.Request, stopping);
        _requests.Enqueue(request);

        using var forwarded = request.ToMessage();
        using var response = await _client.SendAsync(forwarded, stopping);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await response.Content.CopyToAsync(context.Response.Body, stopping);
    }
}
