using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Simulators.Hosting;

/// <summary>A web server on 127.0.0.1 that hands every request to one delegate and reads no configuration or environment.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private LoopbackServer(WebApplication app, CancellationTokenSource stopping, Uri baseAddress)
    {
        _app = app;
        _stopping = stopping;
        BaseAddress = baseAddress;
    }

    /// <summary>Where the server listens, with the port it was given or found free.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Starts a server; <paramref name="port"/> 0 takes a free port, a certificate makes it HTTPS.</summary>
    /// <param name="port">The port, or 0.</param>
    /// <param name="certificate">The server's certificate, or null for plain HTTP.</param>
    /// <param name="handle">Handles a request; its token is cancelled when the server stops.</param>
    public static async Task<LoopbackServer> StartAsync(
        int port,
        X509Certificate2? certificate,
        Func<HttpContext, CancellationToken, Task> handle,
        CancellationToken cancellationToken)
    {
        var stopping = new CancellationTokenSource();
        var app = Build(port, certificate);
        app.Run(context => HandleAsync(context, handle, stopping.Token));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            stopping.Dispose();
            throw;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new LoopbackServer(app, stopping, new Uri(addresses.Addresses.Single() + "/"));
    }

    /// <summary>Drops every open connection and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private static WebApplication Build(int port, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        return builder.Build();
    }

    private static async Task HandleAsync(
        HttpContext context, Func<HttpContext, CancellationToken, Task> handle, CancellationToken stopping)
    {
        try
        {
            await handle(context, stopping);
        }
        catch (OperationCanceledException)
        {
            // The client disconnected or the server stops: in either case no client waits for a response.
            context.Abort();
        }
    }
}
