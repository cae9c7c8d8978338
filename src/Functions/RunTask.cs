using Azure.Storage.Queues.Models;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using HubSpotUsers.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Does the app's own work: tasks over the poison queue, and the watch for the end of a pause.</summary>
/// <param name="handler">Does the work.</param>
public sealed class RunTask(TaskMessageHandler handler)
{
    /// <summary>Handles one message; the host deletes it when this returns.</summary>
    /// <param name="cancellationToken">Fires when the app shuts down.</param>
    [Function(nameof(RunTask))]
    public Task RunAsync(
        [QueueTrigger($"%{UsersQueueOptions.SettingName}%{TaskQueue.Suffix}", Connection = UsersStorageOptions.ConnectionName)] QueueMessage message,
        CancellationToken cancellationToken) =>
        handler.HandleAsync(message, cancellationToken);
}
