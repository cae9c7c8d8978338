using Azure;
using Testing.Builders;

namespace HubSpotUsers.Tests.Model;

/// <summary>Decides at every step of a process into the outside world whether the step fails, and whether the process dies before or after it.</summary>
internal sealed class Fate(World world)
{
    private const double DeathProbability = 0.004;
    private const double StorageFailureProbability = 0.02;

    private readonly Lock _lock = new();
    private readonly Random _random = new(world.Random.Next());

    public bool IsDead { get; private set; }

    public void Die() => IsDead = true;

    /// <summary>Takes a step at storage: it may fail before or after it was applied, or never return.</summary>
    /// <param name="isTable">Whether it is one at a table, which may be away for minutes.</param>
    public async Task<T> StepAsync<T>(Func<Task<T>> step, bool isTable = false)
    {
        await LiveAsync();
        if (isTable && world.AreTablesAway)
        {
            throw Happens(0.5) ? StorageFailures.Unreachable() : StorageFailures.Forbidden();
        }

        if (Happens(StorageFailureProbability))
        {
            throw new RequestFailedException(503, "The server is busy.", "ServerBusy", innerException: null);
        }

        var result = await step();
        await LiveAsync();
        return Happens(StorageFailureProbability / 2)
            ? throw new RequestFailedException(500, "The response is lost.", "InternalError", innerException: null)
            : result;
    }

    /// <summary>Goes on, unless the process is dead or dies now: then nothing ever comes of it.</summary>
    public Task LiveAsync()
    {
        if (Happens(DeathProbability))
        {
            Die();
        }

        return IsDead ? new TaskCompletionSource().Task : Task.CompletedTask;
    }

    private bool Happens(double probability)
    {
        lock (_lock)
        {
            return world.IsStormy && _random.NextDouble() < probability;
        }
    }
}
