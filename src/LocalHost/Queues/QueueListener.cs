using Google.Protobuf;
using LocalHost.Configuration;
using LocalHost.Functions;
using LocalHost.Hosting;
using LocalHost.Rpc;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LocalHost.Queues;

/// <summary>
/// Listens to the queue of one function with the listener that Azure runs (<c>Microsoft.Azure.WebJobs.Extensions.Storage.Queues</c>):
/// leases, renewal, poison, back-off and encoding are its own.
/// </summary>
internal sealed class QueueListener : IDisposable
{
    private readonly IHost _host;

    private QueueListener(IHost host) => _host = host;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="StartFailedException">The queue's settings cannot be used.</exception>
    public static async Task<QueueListener> StartAsync(
        FunctionDefinition function, FunctionInvoker invoker, IConfiguration settings, IConfiguration hostJson, CancellationToken cancellationToken)
    {
        var host = new HostBuilder()
            .ConfigureAppConfiguration(configuration => configuration.AddConfiguration(settings).AddInMemoryCollection(QueueSettings(hostJson)))
            .ConfigureLogging(logging => HostLogging.Configure(logging, hostJson))
            .ConfigureWebJobs(jobs => jobs.AddAzureStorageQueues())
            .ConfigureServices(services => services
                .AddSingleton(function)
                .AddSingleton(invoker)
                .AddSingleton<INameResolver, TriggerNames>()
                .AddSingleton<ITypeLocator, JobLocator>()
                // The default one would take this process's signals.
                .Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>()))
            .Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new QueueListener(host);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            host.Dispose();
            throw new StartFailedException([$"Function {function.Name} cannot listen to its queue: {Reason(exception)}"]);
        }
    }

    /// <summary>Receives no further message and has running invocations go on.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => _host.Services.GetRequiredService<IDrainModeManager>().EnableDrainModeAsync(cancellationToken);

    /// <summary>Receives no further message, cancels running invocations and waits for them.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    public void Dispose() => _host.Dispose();

    /// <summary>The part of host.json that the listener reads, where it looks for it.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> QueueSettings(IConfiguration hostJson) =>
        hostJson.GetSection("extensions:queues").AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Value is not null)
            .Select(setting => KeyValuePair.Create($"AzureWebJobs:extensions:queues:{setting.Key}", setting.Value));

    private static string Reason(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message;
    }

    /// <summary>The function that the listener knows: it hands every message to the worker, as it came.</summary>
    public sealed class Job(FunctionDefinition function, FunctionInvoker invoker)
    {
        public Task RunAsync(
            [QueueTrigger($"%{TriggerNames.Queue}%", Connection = $"%{TriggerNames.Connection}%")] ParameterBindingData message, CancellationToken cancellationToken)
        {
            var data = new ModelBindingData
            {
                Version = message.Version,
                Source = message.Source,
                ContentType = message.ContentType,
                Content = UnsafeByteOperations.UnsafeWrap(message.Content.ToMemory()),
            };
            return invoker.InvokeAsync(function, Guid.NewGuid().ToString(), new TypedData { ModelBindingData = data }, values: [], traceParent: null, cancellationToken);
        }
    }

    private sealed class JobLocator : ITypeLocator
    {
        public IReadOnlyList<Type> GetTypes() => [typeof(Job)];
    }

    /// <summary>Fills the names in the job's attribute.</summary>
    private sealed class TriggerNames(FunctionDefinition function, IConfiguration settings) : INameResolver
    {
        public const string Queue = "queue of the function";
        public const string Connection = "connection of the function";

        public string? Resolve(string name) => (name, function.Trigger) switch
        {
            (Queue, QueueTrigger trigger) => trigger.Queue,
            (Connection, QueueTrigger trigger) => trigger.Connection,
            _ => settings[name],
        };
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
