using Azure.Storage.Queues;

namespace LocalHost.Tests.Drivers;

/// <summary>Looks into queues.</summary>
internal static class QueueExtensions
{
    /// <summary>Waits until the queue holds no message, visible or not.</summary>
    public static Task WaitUntilEmptyAsync(this QueueClient queue) =>
        Eventually.HoldsAsync($"an empty queue {queue.Name}", async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount is 0);

    /// <summary>Waits until the queue exists and holds a message, and gives the bodies.</summary>
    public static async Task<IReadOnlyList<string>> WaitForBodiesAsync(this QueueClient queue)
    {
        IReadOnlyList<string> bodies = [];
        await Eventually.HoldsAsync($"a message in queue {queue.Name}", async () =>
        {
            bodies = await queue.ExistsAsync() ? [.. (await queue.PeekMessagesAsync(maxMessages: 32)).Value.Select(message => message.Body.ToString())] : [];
            return bodies.Count > 0;
        });
        return bodies;
    }
}
