using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cli.Tests.Drivers;

/// <summary>An app that responds as a test says: what the real one does only in trouble.</summary>
internal sealed class StubApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubApp(WebApplication app) => _app = app;

    /// <summary>The requests that came: method and path.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Where it is.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Starts one.</summary>
    /// <param name="respond">Responds to a request, the number of which is counted from 1.</param>
    public static async Task<StubApp> StartAsync(Func<HttpContext, int, Task> respond)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new StubApp(builder.Build());
        stub._app.Run(async context =>
        {
            stub.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
            await respond(context, stub.Requests.Count);
        });
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    /// <summary>Writes JSON.</summary>
    public static Task JsonAsync(HttpContext context, int status, string json)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
        return context.Response.WriteAsync(json);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
