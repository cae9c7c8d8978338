using Azure.Storage.Queues.Models;
using HubSpotUsers.Queue;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Redriving;

/// <summary>Handles a message of the queue of tasks.</summary>
public sealed partial class TaskMessageHandler
{
    private readonly PoisonTaskRunner _poison;
    private readonly PauseWatch _pause;
    private readonly IOptions<PoisonOptions> _options;
    private readonly ILogger<TaskMessageHandler> _logger;

    internal TaskMessageHandler(PoisonTaskRunner poison, PauseWatch pause, IOptions<PoisonOptions> options, ILogger<TaskMessageHandler> logger)
    {
        _poison = poison;
        _pause = pause;
        _options = options;
        _logger = logger;
    }

    /// <summary>Handles a message. When it returns, the message may be deleted.</summary>
    /// <param name="message">The message as the trigger delivered it.</param>
    /// <param name="cancellationToken">Fires when the app shuts down: a task goes on with a message of its own.</param>
    /// <exception cref="Azure.RequestFailedException">Storage failed; the message must be delivered again.</exception>
    public async Task HandleAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        switch (TaskMessage.Read(message.Body))
        {
            case { Resume: { } look }:
                await _pause.LookAsync(look);
                break;
            case { Poison: { } slice } when _options.Value.IsManaged:
                await _poison.RunAsync(slice, cancellationToken);
                break;
            case { Poison: { } slice }:
                await _poison.RefuseAsync(slice);
                break;
            default:
                Log.Unknown(_logger, message.MessageId);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(701, LogLevel.Warning, "Message {MessageId} of the task queue has no known task; it is deleted.")]
        public static partial void Unknown(ILogger logger, string messageId);
    }
}
