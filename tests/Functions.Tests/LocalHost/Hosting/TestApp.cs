using Functions.Tests.LocalHost.Configuration;
using LocalHost.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.LocalHost.Hosting;

/// <summary>A function app of given classes, running in this process on a free port.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly AppFolder _folder;
    private readonly IHost _host;

    private TestApp(AppFolder folder, IHost host) => (_folder, _host) = (folder, host);

    public HttpClient Client { get; } = new();

    /// <summary>Builds without starting, for what keeps an app from starting.</summary>
    public static IHost Build(AppFolder folder, IReadOnlyList<Type> types, params (string Key, string? Value)[] settings)
    {
        var builder = new FunctionsApplicationBuilder(["--port", "0"], new FunctionAppSource(types, folder.Path));
        builder.ConfigureFunctionsWebApplication();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
        builder.Services.AddScoped<ScopedService>();

        return builder.Build();
    }

    public static async Task<TestApp> StartAsync(IReadOnlyList<Type> types, params (string Key, string? Value)[] settings)
    {
        var folder = new AppFolder();
        var app = new TestApp(folder, Build(folder, types, settings));
        await app._host.StartAsync();
        var addresses = app._host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        app.Client.BaseAddress = new Uri(addresses.Addresses.Single());

        return app;
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        _folder.Dispose();
    }
}
