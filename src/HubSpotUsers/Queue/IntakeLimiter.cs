using HubSpotUsers.Batching;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>
/// Bounds the users and bytes of the messages in the process. The host counts messages only, and 1,000 of them may hold one user each or
/// thousands. A message that finds no room waits before it is parsed, in order: all that waits is its body, the host keeps its lease, and
/// neither a queue operation nor an attempt is spent on it. One that would wait too long to be certainly this delivery's own is deferred.
/// </summary>
/// <param name="options">The bounds.</param>
/// <param name="ledger">How long a message certainly belongs to its delivery.</param>
internal sealed class IntakeLimiter(IOptions<BatchingOptions> options, IOptions<LedgerOptions> ledger, TimeProvider time) : IDisposable
{
    /// <summary>The smallest user, good or faulty, <c>{"properties":{}}</c>: what a message of so many bytes may hold before it has been read.</summary>
    private const int LeastUserBytes = 17;

    /// <summary>Messages that are deferred are parsed for it, beyond the bounds, so only a few at a time are.</summary>
    private const int MaxLate = 4;

    private readonly Lock _lock = new();
    private readonly Queue<(IntakeLease Lease, TaskCompletionSource Turn)> _waiting = new();
    private readonly SemaphoreSlim _late = new(MaxLate);
    private long _users;
    private long _bytes;

    /// <summary>Waits for room. A message that is larger than the bounds gets it when it is alone.</summary>
    /// <param name="bytes">The length of the message's body.</param>
    /// <returns>Its room, to be given back when all is done with its users.</returns>
    internal async ValueTask<IntakeLease> AcquireAsync(int bytes, CancellationToken cancellationToken)
    {
        var lease = new IntakeLease(Release, Math.Min((bytes / LeastUserBytes) + 1, MessageParser.MaxMessageInputs), bytes);
        if (Enter(lease) is not { } turn)
        {
            return lease;
        }

        try
        {
            await turn.Task.WaitAsync(ledger.Value.UncheckedTime, time, cancellationToken);
            return lease;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException && !turn.TrySetCanceled(CancellationToken.None))
        {
            // Its turn has come at the same moment.
            return lease;
        }
        catch (TimeoutException)
        {
            await _late.WaitAsync(cancellationToken);
            return new IntakeLease((_, _) => _late.Release(), users: 0, bytes: 0) { IsLate = true };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _late.Dispose();

    /// <summary>Takes room, or a place in the line, which the task ends.</summary>
    private TaskCompletionSource? Enter(IntakeLease lease)
    {
        lock (_lock)
        {
            if (_waiting.Count is 0 && Fits(lease))
            {
                Take(lease);
                return null;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((lease, turn));
            return turn;
        }
    }

    private void Release(int users, int bytes)
    {
        lock (_lock)
        {
            _users -= users;
            _bytes -= bytes;
            while (_waiting.TryPeek(out var next) && (next.Turn.Task.IsCompleted || Fits(next.Lease)))
            {
                _waiting.Dequeue();
                if (next.Turn.TrySetResult())
                {
                    Take(next.Lease);
                }
            }
        }
    }

    private bool Fits(IntakeLease lease) =>
        _users is 0 || (_users + lease.Users <= options.Value.MaxPendingUsers && _bytes + lease.Bytes <= options.Value.MaxPendingBytes);

    private void Take(IntakeLease lease)
    {
        _users += lease.Users;
        _bytes += lease.Bytes;
    }
}
