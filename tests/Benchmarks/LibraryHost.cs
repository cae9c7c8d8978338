using HubSpotUsers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Benchmarks;

/// <summary>The library in this process, without triggers and logs.</summary>
internal static class LibraryHost
{
    /// <summary>Starts it; dispose it when it is no longer needed.</summary>
    /// <param name="settings">The app settings, which become variables of this process: that is where the identity's library looks for its own.</param>
    /// <param name="configure">Replaces services.</param>
    public static async Task<IHost> StartAsync(
        IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? configure, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in settings)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHubSpotUsers(builder.Configuration);
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }
}
