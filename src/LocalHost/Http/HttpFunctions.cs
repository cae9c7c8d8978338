using System.Net;
using LocalHost.Configuration;
using LocalHost.Functions;
using LocalHost.Hosting;
using LocalHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalHost.Http;

/// <summary>The web server that callers see, on 127.0.0.1: the HTTP functions, the root and the host's own page for draining.</summary>
internal sealed class HttpFunctions : IAsyncDisposable
{
    // The real host's limit.
    private const long MaxRequestBodyBytes = 104_857_600;

    private readonly WebApplication _app;

    private HttpFunctions(WebApplication app, IReadOnlyList<HttpFunction> functions) => (_app, Functions) = (app, functions);

    public IReadOnlyList<HttpFunction> Functions { get; }

    public FunctionKeys Keys => _app.Services.GetRequiredService<FunctionKeys>();

    /// <summary>Where it listens.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Starts it.</summary>
    /// <exception cref="StartFailedException">A route cannot be used, or the port is taken.</exception>
    public static async Task<HttpFunctions> StartAsync(
        IReadOnlyList<FunctionDefinition> definitions,
        FunctionInvoker invoker,
        WorkerSupervisor workers,
        HostSettings host,
        IConfiguration settings,
        IConfiguration hostJson,
        int port,
        Func<Task> drain,
        CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        HostLogging.Configure(builder.Logging, hostJson);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
        });
        builder.Services.AddRoutingCore().AddHttpForwarder();
        builder.Services.AddSingleton(invoker).AddSingleton(workers).AddSingleton(host).AddSingleton<WorkerHttpClient>().AddSingleton(new FunctionKeys(settings));
        var app = builder.Build();
        List<HttpFunction> functions = [.. definitions
            .Where(definition => definition.Trigger is HttpTrigger)
            .Select(definition => ActivatorUtilities.CreateInstance<HttpFunction>(app.Services, definition, definition.Trigger))];

        app.UseRouting();
        app.Use(HandleOtherMethodsAsync);
        Map(app, functions, host.RoutePrefix);
        app.MapGet("/", context => context.Response.WriteAsync("Your function app is up and running.", context.RequestAborted));
        app.MapPost("/admin/host/drain", context => Drain(context, drain));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            await app.DisposeAsync();
            throw new StartFailedException([$"Port {port} of 127.0.0.1 cannot be used: {exception.Message}"]);
        }

        return new HttpFunctions(app, functions);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
    }

    /// <summary>A route that has no function of the request's method responds like one that does not exist, never with 405.</summary>
    private static Task HandleOtherMethodsAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is RouteEndpoint)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static void Map(IEndpointRouteBuilder routes, List<HttpFunction> functions, string prefix)
    {
        var faults = new StartFaults();
        foreach (var function in functions)
        {
            var route = $"/{prefix}/{function.Trigger.Route}".Replace("//", "/", StringComparison.Ordinal);
            try
            {
                var pattern = RoutePatternFactory.Parse(route);
                _ = function.Trigger.Methods is []
                    ? routes.Map(pattern, function.HandleAsync)
                    : routes.MapMethods(route, function.Trigger.Methods, function.HandleAsync);
            }
            catch (RoutePatternException exception)
            {
                faults.Add($"Function {function.Function.Name}: the route '{route}' cannot be used: {exception.Message}");
            }
        }

        faults.ThrowIfAny();
    }

    private static Task Drain(HttpContext context, Func<Task> drain)
    {
        if (!context.RequestServices.GetRequiredService<FunctionKeys>().Allow(AuthorizationLevel.Admin, context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        // Listeners end when the last of their invocations has. As with the real host, the caller does not wait for that.
        _ = drain();
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }
}
