using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace LocalHost.Queues;

/// <summary>Renews the leases of a queue's messages in flight, each when half of it has passed, from one timer.</summary>
internal sealed partial class LeaseKeeper : IDisposable
{
    private const int ChecksPerLease = 20;

    private readonly Lock _lock = new();
    private readonly HashSet<Lease> _leases = [];
    private readonly QueueClient _queue;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public LeaseKeeper(QueueClient queue, TimeSpan duration, TimeProvider time, ILogger logger)
    {
        (_queue, _duration, _time, _logger) = (queue, duration, time, logger);
        _timer = time.CreateTimer(_ => RenewDue(), state: null, duration / ChecksPerLease, duration / ChecksPerLease);
    }

    private DateTimeOffset NextRenewal => _time.GetUtcNow() + (_duration / 2);

    public Lease Keep(QueueMessage message)
    {
        var lease = new Lease(message.MessageId, message.PopReceipt, NextRenewal);
        lock (_lock)
        {
            _leases.Add(lease);
        }

        return lease;
    }

    /// <summary>Stops renewing a lease. Afterwards its receipt does not change any more.</summary>
    public Task EndAsync(Lease lease)
    {
        lock (_lock)
        {
            _leases.Remove(lease);
            return lease.Renewal;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void RenewDue()
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            foreach (var lease in _leases)
            {
                if (lease.RenewAt <= now && lease.Renewal.IsCompleted)
                {
                    lease.Renewal = Task.Run(() => RenewAsync(lease));
                }
            }
        }
    }

    private async Task RenewAsync(Lease lease)
    {
        try
        {
            UpdateReceipt renewed = await _queue.UpdateMessageAsync(lease.MessageId, lease.PopReceipt, visibilityTimeout: _duration);
            lease.PopReceipt = renewed.PopReceipt;
            lease.RenewAt = NextRenewal;
        }
        catch (RequestFailedException exception) when (LeaseLost.IsReasonOf(exception))
        {
            Log.LeaseLost(_logger, lease.MessageId, exception.ErrorCode);
            lock (_lock)
            {
                _leases.Remove(lease);
            }
        }
        catch (Exception exception)
        {
            // Half of the lease is left: the next check tries again.
            Log.RenewalFailed(_logger, exception, lease.MessageId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Warning, "The lease of message {MessageId} is lost ({ErrorCode}); it may be delivered to another invocation")]
        public static partial void LeaseLost(ILogger logger, string messageId, string? errorCode);

        [LoggerMessage(11, LogLevel.Warning, "The lease of message {MessageId} could not be renewed yet")]
        public static partial void RenewalFailed(ILogger logger, Exception exception, string messageId);
    }
}
