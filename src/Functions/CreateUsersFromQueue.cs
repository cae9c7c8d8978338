using Azure.Storage.Queues.Models;
using HubSpotUsers.Queue;
using HubSpotUsers.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Creates the users of a queue message.</summary>
/// <param name="handler">Does the work.</param>
public sealed class CreateUsersFromQueue(UserMessageHandler handler)
{
    /// <summary>Handles one message; the host deletes it when this returns.</summary>
    /// <param name="cancellationToken">Fires when the app shuts down.</param>
    [Function(nameof(CreateUsersFromQueue))]
    public Task RunAsync(
        [QueueTrigger($"%{UsersQueueOptions.SettingName}%", Connection = UsersStorageOptions.ConnectionName)] QueueMessage message,
        CancellationToken cancellationToken) =>
        handler.HandleAsync(message, cancellationToken);
}
