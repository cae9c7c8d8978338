using Azure.Storage.Queues;
using HubSpotUsers.Queue;
using Microsoft.Extensions.Options;

namespace Api.Queueing;

/// <summary>Puts the messages of requests onto the queue of user messages, where they stay until they are handled.</summary>
/// <param name="service">The storage account.</param>
/// <param name="options">The queue's name.</param>
internal sealed class RequestQueue(QueueServiceClient service, IOptions<UsersQueueOptions> options)
{
    private readonly EnvelopeSender _sender = new(service.GetQueueClient(options.Value.Name));

    /// <summary>Sends a message.</summary>
    internal Task SendAsync(BinaryData message) => _sender.SendAsync(message, TimeSpan.Zero, TimeToLive.Unlimited);
}
