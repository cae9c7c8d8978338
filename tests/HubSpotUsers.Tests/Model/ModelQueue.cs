using Azure;
using Azure.Storage.Queues.Models;

namespace HubSpotUsers.Tests.Model;

/// <summary>A storage queue: at least once, in no order.</summary>
internal sealed class ModelQueue(World world)
{
    private readonly Lock _lock = new();
    private readonly List<ModelMessage> _messages = [];
    private int _sent;
    private int _receipts;

    public IReadOnlyList<ModelMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    public ModelMessage Send(string body, TimeSpan delay)
    {
        lock (_lock)
        {
            var now = world.Time.GetUtcNow();
            var message = new ModelMessage($"message-{++_sent}", body, now) { VisibleAt = now + delay, Receipt = NextReceipt() };
            _messages.Add(message);
            return message;
        }
    }

    public void Delete(ModelMessage message)
    {
        lock (_lock)
        {
            _messages.Remove(message);
        }
    }

    /// <summary>Gives visible messages to a receiver, and hides them from all others for a while.</summary>
    public IReadOnlyList<(ModelMessage Message, string Receipt)> Receive(int count, TimeSpan hiddenTime)
    {
        lock (_lock)
        {
            var now = world.Time.GetUtcNow();
            List<ModelMessage> received = [.. _messages.Where(message => message.VisibleAt <= now).Take(count)];
            foreach (var message in received)
            {
                message.DequeueCount++;
                (message.VisibleAt, message.Receipt) = (now + hiddenTime, NextReceipt());
            }

            return received.ConvertAll(message => (message, message.Receipt));
        }
    }

    /// <summary>Deletes a message, or changes it, by its receipt.</summary>
    public void Change(string id, string receipt, Action<ModelMessage> change)
    {
        lock (_lock)
        {
            var message = _messages.Find(message => message.Id == id)
                ?? throw new RequestFailedException(404, "No such message.", QueueErrorCode.MessageNotFound.ToString(), innerException: null);
            if (message.Receipt != receipt)
            {
                throw new RequestFailedException(400, "Another receipt.", QueueErrorCode.PopReceiptMismatch.ToString(), innerException: null);
            }

            message.Receipt = NextReceipt();
            change(message);
        }
    }

    /// <summary>Changes what a message says, and when it is visible.</summary>
    public void Replace(string id, string receipt, string? body, TimeSpan delay) => Change(id, receipt, message =>
    {
        message.Body = body ?? message.Body;
        message.VisibleAt = world.Time.GetUtcNow() + delay;
    });

    private string NextReceipt() => $"receipt-{++_receipts}";
}
