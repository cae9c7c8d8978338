using System.Globalization;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace ProbeApp;

/// <summary>Does nothing with a message and returns at once, unless its body is <c>fail</c> or <c>hang</c>.</summary>
public static class DrainQueue
{
    [Function(nameof(DrainQueue))]
    public static Task RunAsync(
        [QueueTrigger("%ProbeQueue%", Connection = "ProbeStorage")] QueueMessage message, CancellationToken cancellationToken) =>
        message.Body.ToMemory().Span switch
        {
            var body when body.SequenceEqual("fail"u8) => Fail(message.DequeueCount),
            var body when body.SequenceEqual("hang"u8) => HangAsync(cancellationToken),
            _ => Task.CompletedTask,
        };

    private static Task Fail(long delivery)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"failing at delivery {delivery}"));
        throw new InvalidOperationException("The message asked for it.");
    }

    private static async Task HangAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("hanging");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Console.WriteLine("canceled by the host");
        throw new OperationCanceledException(cancellationToken);
    }
}
