using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Simulators.Hosting;

namespace Functions.Tests.Notices.Drivers;

/// <summary>A receiver of notices on this machine.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<Post> _posts = new();
    private LoopbackServer _server = null!;

    private WebhookServer()
    {
    }

    /// <summary>Where it listens; the path is a secret, as that of a chat's address is.</summary>
    public Uri Address => new(_server.BaseAddress, $"services/{Secret}");

    /// <summary>Stands in the address, and nowhere else.</summary>
    public string Secret { get; } = $"s3cret{Guid.NewGuid():N}";

    public IReadOnlyCollection<Post> Posts => _posts;

    /// <summary>Starts it.</summary>
    /// <param name="respond">Responds to a post, after it was noted.</param>
    public static async Task<WebhookServer> StartAsync(Func<HttpContext, CancellationToken, Task> respond)
    {
        var server = new WebhookServer();
        server._server = await LoopbackServer.StartAsync(
            port: 0,
            certificate: null,
            async (context, stopping) =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body, stopping);
                server._posts.Enqueue(new Post(context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal), body.ToArray()));
                await respond(context, stopping);
            },
            CancellationToken.None);
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>What came in.</summary>
    internal sealed record Post(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public string Id => Headers["webhook-id"];

        public JsonNode Json => JsonNode.Parse(Body)!;

        public string Type => (string)Json["type"]!;
    }
}
