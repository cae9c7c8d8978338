using Azure;
using Azure.Storage.Queues;
using Simulators.Storage;

namespace Hosting;

/// <summary>Ends the leases of a process that died. In Azure they end by themselves after ten minutes, which is too long for a local run.</summary>
public static class DeadLeases
{
    /// <summary>Makes all messages visible that were received through the proxy and are still leased.</summary>
    /// <param name="proxy">The way the process went to storage.</param>
    /// <param name="connectionString">The storage behind it.</param>
    public static async Task EndAsync(StorageProxy proxy, string connectionString)
    {
        var service = new QueueServiceClient(connectionString);
        foreach (var lease in await proxy.TakeLeasesAsync())
        {
            try
            {
                await service.GetQueueClient(lease.Queue).UpdateMessageAsync(lease.MessageId, lease.PopReceipt, visibilityTimeout: TimeSpan.Zero);
            }
            catch (RequestFailedException exception) when (exception.Status is 400 or 404)
            {
                // It was deleted, or received by another, in the meantime.
            }
        }
    }
}
