using System.Net;
using LocalHost.Configuration;
using LocalHost.Hosting;
using LocalHost.Http;
using LocalHost.Invocation;
using LocalHost.Queues;
using LocalHost.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a function app that runs without the Azure Functions runtime, for development and tests.</summary>
public sealed class FunctionsApplicationBuilder : IHostApplicationBuilder
{
    // The real host's limit.
    private const long MaxRequestBodyBytes = 104_857_600;

    private readonly FunctionAppSource _source;
    private readonly WebApplicationBuilder _builder;
    private readonly int _port;
    private bool _usesAspNetCore;

    internal FunctionsApplicationBuilder(string[] args, FunctionAppSource source)
    {
        _source = source;
        var localSettings = LocalSettings.Load(source.Folder);
        localSettings.SetEnvironment();
        _port = new ConfigurationBuilder().AddCommandLine(args).Build().GetValue("port", localSettings.Port);
        _builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = source.Folder,
            EnvironmentName = EnvironmentName(),
        });
        HostLogging.AddConsole(_builder.Logging);

        // First in, last out, as in the real worker: the app's own services stop while invocations may still run.
        Services.AddHostedService<QueueListenerService>();
        Services.AddHostedService<TimerService>();
    }

    /// <inheritdoc/>
    public IServiceCollection Services => _builder.Services;

    /// <inheritdoc/>
    public IConfigurationManager Configuration => _builder.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => _builder.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => _builder.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => _builder.Metrics;

    /// <inheritdoc/>
    IDictionary<object, object> IHostApplicationBuilder.Properties => ((IHostApplicationBuilder)_builder).Properties;

    /// <summary>Finds the functions and builds the host.</summary>
    /// <returns>The host, not yet started.</returns>
    /// <exception cref="Exception">The app cannot start; the message names every reason.</exception>
    public IHost Build()
    {
        var faults = new StartFaults();
        var hostJson = HostJson.Load(_source.Folder, Configuration);
        var settings = HostSettings.Read(hostJson, Configuration, faults);
        var functions = FunctionDiscovery.Create(Configuration, settings.RoutePrefix, _usesAspNetCore, faults).Discover(_source.Types);
        faults.ThrowIfAny();

        Services.AddLocalHost(settings, functions);
        HostLogging.AddLevels(Logging, hostJson);
        _builder.WebHost.ConfigureKestrel(ConfigureServer);

        var app = _builder.Build();
        app.MapFunctions(functions.Http);
        app.Lifetime.ApplicationStarted.Register(ActivatorUtilities.CreateInstance<StartupReport>(app.Services).Write);

        return app;
    }

    /// <inheritdoc/>
    void IHostApplicationBuilder.ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure) =>
        ((IHostApplicationBuilder)_builder).ConfigureContainer(factory, configure);

    internal void UseAspNetCore() => _usesAspNetCore = true;

    private void ConfigureServer(KestrelServerOptions server)
    {
        server.Listen(IPAddress.Loopback, _port);
        server.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
    }

    // The Core Tools run apps as Development, too.
    private static string EnvironmentName() =>
        System.Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT")
        ?? System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
        ?? Environments.Development;
}
