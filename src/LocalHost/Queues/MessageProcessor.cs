using Azure.Storage.Queues.Models;
using LocalHost.Configuration;
using LocalHost.Hosting;
using LocalHost.Invocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalHost.Queues;

/// <summary>Takes one message from its delivery to its end.</summary>
internal sealed partial class MessageProcessor(
    QueueFunction function,
    LeaseKeeper leases,
    MessageSettler settler,
    InvocationRunner runner,
    IServiceScopeFactory scopes,
    QueueSettings settings,
    ShutdownSteps shutdown,
    ILogger logger)
{
    public async Task ProcessAsync(QueueMessage message)
    {
        var lease = leases.Keep(message);
        var disposition = await RunAsync(message);

        await leases.EndAsync(lease);
        await settler.SettleAsync(message, lease, disposition);
    }

    private async Task<Disposition> RunAsync(QueueMessage message)
    {
        if (shutdown.Stopping.IsCancellationRequested)
        {
            return Disposition.ReleaseAtOnce;
        }

        // So many deliveries without an end mean that this message takes the process down with it.
        if (message.DequeueCount > settings.MaxDequeueCount || !MessageBody.TryDecode(message, settings.MessageEncoding, out var decoded))
        {
            return Disposition.Poison;
        }

        try
        {
            await runner.RunAsync(token => InvokeAsync(decoded, token));
            return Disposition.Delete;
        }
        catch (Exception exception) when (shutdown.Stopping.IsCancellationRequested)
        {
            Log.Interrupted(logger, function.Name, message.MessageId, exception.GetType().Name);
            return Disposition.ReleaseAtOnce;
        }
        catch (Exception exception)
        {
            // Whatever a function throws is its failure, not the listener's.
            Log.Failed(logger, exception, function.Name, message.MessageId, message.DequeueCount);
            return message.DequeueCount >= settings.MaxDequeueCount ? Disposition.Poison : Disposition.ReleaseLater;
        }
    }

    private async Task<object?> InvokeAsync(QueueMessage message, CancellationToken invocation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await function.Method.InvokeAsync(scope.ServiceProvider, message, invocation);
    }

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Error, "Function {Function} failed on message {MessageId}, delivery {DequeueCount}")]
        public static partial void Failed(ILogger logger, Exception exception, string function, string messageId, long dequeueCount);

        [LoggerMessage(31, LogLevel.Information, "Function {Function} was interrupted by the shutdown ({Exception}); message {MessageId} is given back")]
        public static partial void Interrupted(ILogger logger, string function, string messageId, string exception);
    }
}
