using System.Collections.Concurrent;
using System.Reflection;
using Azure.Storage.Queues.Models;
using Functions.Tests.LocalHost.Configuration;
using LocalHost.Configuration;
using LocalHost.Hosting;
using LocalHost.Invocation;
using LocalHost.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Functions.Tests.LocalHost.Queues;

/// <summary>One queue function with its listener, on an in-memory queue and virtual time.</summary>
internal sealed class ListenerDriver : IAsyncDisposable
{
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly ServiceProvider _services;
    private readonly ShutdownSteps _shutdown;
    private readonly QueueListenerService _service;

    public ListenerDriver(Func<QueueMessage, CancellationToken, Task> function, params (string Key, string? Value)[] hostJson)
    {
        HostSettings settings = Settings.Host([("extensions:queues:messageEncoding", "none"), .. hostJson]);
        Queue = new("users", Time);
        PoisonQueue = new("users-poison", Time) { IsMissing = true };
        _services = new ServiceCollection().AddSingleton<Func<QueueMessage, CancellationToken, Task>>(InvokeAsync).BuildServiceProvider();
        _shutdown = new(_lifetime, settings, Time);
        _service = new(
            new FunctionCatalog([new("F", Method(), Queue, PoisonQueue)], [], []),
            new InvocationRunner(settings, _shutdown, Time),
            _services.GetRequiredService<IServiceScopeFactory>(),
            settings,
            _lifetime,
            _shutdown,
            Time,
            NullLogger<QueueListenerService>.Instance);

        Task InvokeAsync(QueueMessage message, CancellationToken invocation)
        {
            Invocations.Enqueue(message);
            return function(message, invocation);
        }
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero));

    public InMemoryQueue Queue { get; }

    public InMemoryQueue PoisonQueue { get; }

    /// <summary>The messages the function was invoked with.</summary>
    public ConcurrentQueue<QueueMessage> Invocations { get; } = [];

    public async Task StartAsync()
    {
        await _service.StartAsync(CancellationToken.None);
        _lifetime.NotifyStarted();
    }

    /// <summary>Step two of the shutdown.</summary>
    public Task StopAsync()
    {
        _lifetime.StopApplication();
        return _service.StopAsync(CancellationToken.None);
    }

    /// <summary>Lets virtual time pass in steps of a polling pause.</summary>
    public Task PassTimeUntilAsync(Func<bool> condition) => Condition.BecomesTrueAsync(condition, Time, TimeSpan.FromMilliseconds(100));

    public async ValueTask DisposeAsync()
    {
        var stopped = StopAsync();
        await PassTimeUntilAsync(() => stopped.IsCompleted);
        _shutdown.Dispose();
        await _services.DisposeAsync();
    }

    private static FunctionMethod<QueueMessage> Method()
    {
        MethodInfo method = typeof(Function).GetMethod(nameof(Function.RunAsync))!;
        return new MethodBinder(new StartFaults()).Bind("F", method, parameter => MessageArgument.Of(parameter.ParameterType));
    }

    private sealed class Function(Func<QueueMessage, CancellationToken, Task> function)
    {
        public Task RunAsync(QueueMessage message, CancellationToken invocation) => function(message, invocation);
    }
}
