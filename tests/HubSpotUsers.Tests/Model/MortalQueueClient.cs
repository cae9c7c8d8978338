using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace HubSpotUsers.Tests.Model;

/// <summary>A queue as one process sees it.</summary>
internal sealed class MortalQueueClient(ModelQueue queue, Fate fate) : QueueClient
{
    public override Task<Response<SendReceipt>> SendMessageAsync(
        BinaryData message, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        fate.StepAsync(() =>
        {
            var sent = queue.Send(message.ToString(), visibilityTimeout ?? TimeSpan.Zero);
            return Task.FromResult(Response.FromValue(QueuesModelFactory.SendReceipt(sent.Id, sent.InsertedOn, DateTimeOffset.MaxValue, sent.Receipt, sent.VisibleAt), null!));
        });

    public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync(int? maxMessages = null, TimeSpan? visibilityTimeout = null, CancellationToken cancellationToken = default) =>
        fate.StepAsync(() =>
        {
            var received = queue.Receive(maxMessages ?? 1, visibilityTimeout ?? TimeSpan.FromSeconds(30));
            QueueMessage[] messages = [.. received.Select(one => QueuesModelFactory.QueueMessage(
                one.Message.Id, one.Receipt, BinaryData.FromString(one.Message.Body), one.Message.DequeueCount, one.Message.VisibleAt, one.Message.InsertedOn, DateTimeOffset.MaxValue))];
            return Task.FromResult(Response.FromValue(messages, null!));
        });

    public override Task<Response<QueueProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default) => fate.StepAsync(() =>
        Task.FromResult(Response.FromValue(QueuesModelFactory.QueueProperties(new Dictionary<string, string>(StringComparer.Ordinal), queue.Messages.Count), null!)));

    public override Task<Response> DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken = default) =>
        fate.StepAsync(() =>
        {
            queue.Change(messageId, popReceipt, queue.Delete);
            return Task.FromResult<Response>(null!);
        });

    public override Task<Response<UpdateReceipt>> UpdateMessageAsync(
        string messageId, string popReceipt, string? messageText = null, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default) =>
        UpdateMessageAsync(messageId, popReceipt, messageText is null ? null! : BinaryData.FromString(messageText), visibilityTimeout, cancellationToken);

    public override Task<Response<UpdateReceipt>> UpdateMessageAsync(
        string messageId, string popReceipt, BinaryData message, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default) =>
        fate.StepAsync(() =>
        {
            queue.Replace(messageId, popReceipt, message?.ToString(), visibilityTimeout);
            return Task.FromResult(Response.FromValue(QueuesModelFactory.UpdateReceipt(popReceipt, DateTimeOffset.MaxValue), null!));
        });
}
