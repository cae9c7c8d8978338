using Azure.Storage.Queues.Models;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;

namespace HubSpotUsers.Redriving;

/// <summary>Lists the messages that a slice of a task receives, and does with those that the task is about what it asks for.</summary>
/// <param name="index">The list of what is in the queue.</param>
/// <param name="actions">What is done with a message.</param>
/// <param name="erasure">What an erasure does with a message.</param>
internal sealed class PoisonMessageHandler(PoisonIndex index, PoisonActions actions, PoisonErasure erasure)
{
    /// <summary>How many messages are taken in hand at once without a limit.</summary>
    private const int MaxAtOnce = 8;

    /// <summary>Handles messages of the poison queue: what the task is not about, and what there is no time for, stays as it is.</summary>
    /// <param name="task">What a person asked for.</param>
    /// <param name="slice">The part of it that is done now.</param>
    /// <param name="received">The messages.</param>
    /// <param name="pass">Counts, and says when the next may leave.</param>
    /// <param name="saveAsync">Saves what was counted, and says whether the task continues.</param>
    /// <param name="cancellationToken">Ends waits, not what is being done.</param>
    internal async Task HandleAsync(
        PoisonTask task, PoisonSlice slice, IReadOnlyList<QueueMessage> received, PoisonPass pass, Func<Task<bool>> saveAsync, CancellationToken cancellationToken)
    {
        // A shutdown ends waits, not what is being done: a message is taken in hand to its end, or left.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = pass.Rate.IsLimited ? 1 : MaxAtOnce, CancellationToken = CancellationToken.None };
        await Parallel.ForEachAsync(received, parallel, async (message, _) =>
        {
            if (await ReadIfMeantAsync(task, slice, message, pass) is { } poisoned && await pass.WaitAsync(saveAsync, cancellationToken))
            {
                await DoAsync(task, slice, message, poisoned, pass);
            }
            else
            {
                pass.Scan.Keep(message);
            }
        });
    }

    /// <summary>Lists a message, and reads it if the task is about it.</summary>
    private async Task<PoisonedMessage?> ReadIfMeantAsync(PoisonTask task, PoisonSlice slice, QueueMessage message, PoisonPass pass)
    {
        var insertedOn = message.InsertedOn.GetValueOrDefault();
        var (poisoned, listed) = (PoisonedMessage.Read(message.Body, insertedOn), pass.Find(message.MessageId));
        poisoned = listed?.Identify(poisoned) ?? poisoned;
        var entry = PoisonEntry.Of(message.MessageId, poisoned);
        if (listed is null)
        {
            await index.WriteAsync(entry);
        }

        if (slice.Erasure is { } person)
        {
            return await erasure.IsAboutAsync(task, person, poisoned) ? poisoned : null;
        }

        // Users that were sent back and failed again come after the decision: no task goes round in circles.
        return insertedOn > task.DecidedAt || !task.Filter.Matches(entry) ? null : poisoned;
    }

    private async Task DoAsync(PoisonTask task, PoisonSlice slice, QueueMessage message, PoisonedMessage poisoned, PoisonPass pass)
    {
        var (users, left) = slice.Erasure is { } person
            ? await erasure.EraseAsync(task, person, message, poisoned, pass.Scan)
            : await actions.DoAsync(task, slice.Inputs, message, poisoned, pass.Scan);
        pass.Passed(users);
        if (users is not { } done || task.IsCounting)
        {
            pass.Scan.Keep(message);
            return;
        }

        pass.Rate.Pay(done);
        await (left is null ? index.RemoveAsync([message.MessageId]) : index.WriteAsync(left));
    }
}
