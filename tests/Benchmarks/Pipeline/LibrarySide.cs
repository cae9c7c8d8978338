using HubSpotUsers;
using HubSpotUsers.Batching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Benchmarks.Pipeline;

/// <summary>The library, from the batcher to the rows.</summary>
/// <param name="host">The library's host.</param>
/// <param name="inFlight">How many messages wait for their outcomes at once: enough to fill all calls in flight and those next.</param>
internal sealed class LibrarySide(IHost host, int inFlight)
{
    private readonly UserBatcher _batcher = host.Services.GetRequiredService<UserBatcher>();

    /// <summary>Has users created, going around the messages given.</summary>
    /// <param name="submissions">The messages.</param>
    /// <param name="count">How many to hand in.</param>
    public Task RunAsync(IReadOnlyList<Submission> submissions, int count, CancellationToken cancellationToken)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            for (var one = Interlocked.Increment(ref next); one < count; one = Interlocked.Increment(ref next))
            {
                var outcome = await _batcher.CreateAsync(submissions[one % submissions.Count], cancellationToken);
                if (outcome.Inputs.FirstOrDefault(input => input.Outcome is not Outcome.Created) is { } failed)
                {
                    throw new InvalidOperationException($"A user was not created but {failed.Outcome}: {failed.ErrorMessage}");
                }
            }
        }));
    }
}
