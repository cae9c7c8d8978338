namespace LocalHost.Queues;

/// <summary>The right to one received message, which each renewal writes anew.</summary>
internal sealed class Lease(string messageId, string popReceipt, DateTimeOffset renewAt)
{
    public string MessageId { get; } = messageId;

    /// <summary>The newest receipt.</summary>
    public string PopReceipt { get; set; } = popReceipt;

    public DateTimeOffset RenewAt { get; set; } = renewAt;

    /// <summary>The latest renewal, which may still be under way.</summary>
    public Task Renewal { get; set; } = Task.CompletedTask;
}
