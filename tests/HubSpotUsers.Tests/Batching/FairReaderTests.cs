using System.Threading.Channels;
using HubSpotUsers.Batching;
using Testing.Builders;

namespace HubSpotUsers.Tests.Batching;

public sealed class FairReaderTests
{
    [Fact]
    public void A_request_behind_many_messages_gets_half_of_every_batch()
    {
        var reader = Filled(queued: 1000, requested: 60);

        var first = Enumerable.Range(0, 100).Select(_ => Read(reader)).ToList();
        var second = Enumerable.Range(0, 100).Select(_ => Read(reader)).ToList();

        Assert.Equal((50, 10), (Requested(first), Requested(second)));
    }

    [Fact]
    public void Neither_source_loses_its_order_and_nothing_is_lost()
    {
        var reader = Filled(queued: 70, requested: 30);

        var all = Enumerable.Range(0, 100).Select(_ => Read(reader)).ToList();

        Assert.False(reader.TryRead(out _));
        var keys = all.ToLookup(input => input.Owner.Submission.Source, input => input.Input.Key);
        Assert.Equal(Enumerable.Range(0, 70).Select(index => $"q-{index}"), keys[SubmissionSource.Queue]);
        Assert.Equal(Enumerable.Range(0, 30).Select(index => $"h-{index}"), keys[SubmissionSource.Http]);
    }

    [Fact]
    public async Task It_waits_for_what_is_to_come()
    {
        var channel = Channel.CreateUnbounded<PendingInput>();
        var reader = new FairReader(channel.Reader);

        var waiting = reader.WaitToReadAsync();
        Assert.False(waiting.IsCompleted);
        channel.Writer.TryWrite(Submissions.Pending(Submissions.Count(1)).Inputs[0]);

        Assert.True(await waiting);
    }

    private static FairReader Filled(int queued, int requested)
    {
        var channel = Channel.CreateUnbounded<PendingInput>();
        var submissions = new[] { Submissions.Count(queued, "q"), Submissions.Count(requested, "h") with { Source = SubmissionSource.Http } };
        foreach (var input in submissions.SelectMany(submission => Submissions.Pending(submission).Inputs))
        {
            channel.Writer.TryWrite(input);
        }

        return new FairReader(channel.Reader);
    }

    private static PendingInput Read(FairReader reader) => reader.TryRead(out var input) ? input : throw new InvalidOperationException("Nothing is left.");

    private static int Requested(IEnumerable<PendingInput> inputs) => inputs.Count(input => input.Owner.Submission.Source is SubmissionSource.Http);
}
