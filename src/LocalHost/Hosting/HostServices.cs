using LocalHost.Configuration;
using LocalHost.Http;
using LocalHost.Invocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LocalHost.Hosting;

/// <summary>Registers the parts of the host.</summary>
internal static class HostServices
{
    public static void AddLocalHost(this IServiceCollection services, HostSettings settings, FunctionCatalog functions)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(functions);
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton<ShutdownSteps>();
        services.AddSingleton<InvocationRunner>();
        services.AddHostedService<InputWatch>();
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime>(provider =>
            ActivatorUtilities.CreateInstance<SignalLifetime>(provider, (Action)(static () => Environment.Exit(0)))));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.ShutdownGrace);
    }
}
