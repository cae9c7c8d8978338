using System.Threading.Channels;
using HubSpotUsers.Batching;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Batching;

public sealed class BatchFillerTests
{
    private static readonly TimeSpan IdleFlush = TimeSpan.FromMilliseconds(100);

    private readonly VirtualTime _time = new();
    private readonly Channel<PendingInput> _arrivals = Channel.CreateUnbounded<PendingInput>();
    private readonly BatchFiller _filler;

    public BatchFillerTests() => _filler = new BatchFiller(_arrivals.Reader, new BatchingOptions { MaxInputs = 10 }, _time);

    [Fact]
    public async Task A_full_batch_leaves_at_once()
    {
        Arrive(Submissions.Count(25));

        var sizes = new[] { (await _filler.FillAsync(default)).Inputs.Count, (await _filler.FillAsync(default)).Inputs.Count };

        Assert.Equal([10, 10], sizes);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task A_lone_input_leaves_after_IdleFlush()
    {
        Arrive(Submissions.Count(1));

        var fill = _filler.FillAsync(default);
        _time.Advance(IdleFlush - TimeSpan.FromMilliseconds(1));
        Assert.False(fill.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Single((await fill).Inputs);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task A_newcomer_starts_the_idle_wait_anew_until_the_oldest_has_waited_MaxWait()
    {
        Arrive(Submissions.Count(1, "m0"));
        var start = _time.GetUtcNow();

        var fill = _filler.FillAsync(default);
        for (var newcomer = 1; newcomer < 9; newcomer++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(newcomer < 8 ? 99 : 250));
            Assert.Equal(newcomer is 8, fill.IsCompleted || _time.UntilNext is null);
            if (newcomer < 8)
            {
                Arrive(Submissions.Count(1, $"m{newcomer}"));
                await Eventually.TrueAsync(() => _time.UntilNext == IdleFlush);
            }
        }

        Assert.Equal(8, (await fill).Inputs.Count);
        Assert.True(_time.GetUtcNow() - start < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_oldest_input_waits_MaxWait_at_most()
    {
        var filler = new BatchFiller(_arrivals.Reader, new BatchingOptions { MaxWait = TimeSpan.FromMilliseconds(150) }, _time);
        Arrive(Submissions.Count(1, "old"));
        _time.Advance(TimeSpan.FromMilliseconds(90));
        Arrive(Submissions.Count(1, "new"));

        var fill = filler.FillAsync(default);

        Assert.Equal(TimeSpan.FromMilliseconds(60), _time.UntilNext);
        _time.AdvanceToNext();
        Assert.Equal(2, (await fill).Inputs.Count);
    }

    [Fact]
    public async Task An_input_whose_caller_waits_waits_less_though_other_batches_are_in_flight()
    {
        var never = new TaskCompletionSource();
        var filler = new BatchFiller(_arrivals.Reader, new BatchingOptions { MaxRequestWait = TimeSpan.FromMilliseconds(150) }, _time) { OthersEnded = () => never.Task };
        Arrive(Submissions.Count(1, "message"));
        _time.Advance(TimeSpan.FromMilliseconds(90));
        Arrive(Submissions.Count(1, "request") with { Source = SubmissionSource.Http });

        var fill = filler.FillAsync(default);

        Assert.Equal(TimeSpan.FromMilliseconds(150), _time.UntilNext);
        _time.AdvanceToNext();
        Assert.Equal(2, (await fill).Inputs.Count);
    }

    [Theory]
    [InlineData(300, 100)]
    [InlineData(950, 50)]
    public async Task Once_the_other_batches_have_ended_a_batch_waits_IdleFlush_more_and_MaxWait_at_most(int endAfter, int wait)
    {
        var ended = new TaskCompletionSource();
        var filler = new BatchFiller(_arrivals.Reader, new BatchingOptions(), _time) { OthersEnded = () => ended.Task };
        Arrive(Submissions.Count(1));
        var fill = filler.FillAsync(default);
        _time.Advance(TimeSpan.FromMilliseconds(endAfter));
        Assert.False(fill.IsCompleted);

        ended.SetResult();

        await Eventually.TrueAsync(() => _time.UntilNext == TimeSpan.FromMilliseconds(wait));
        Assert.False(fill.IsCompleted);
        _time.AdvanceToNext();
        Assert.Single((await fill).Inputs);
    }

    [Fact]
    public async Task Newcomers_after_the_other_batches_have_ended_still_join()
    {
        var ended = new TaskCompletionSource();
        var filler = new BatchFiller(_arrivals.Reader, new BatchingOptions { MaxInputs = 2 }, _time) { OthersEnded = () => ended.Task };
        Arrive(Submissions.Count(1, "first"));
        var fill = filler.FillAsync(default);

        ended.SetResult();
        await Eventually.TrueAsync(() => _time.UntilNext == IdleFlush);
        Arrive(Submissions.Count(1, "second"));

        Assert.Equal(2, (await fill).Inputs.Count);
    }

    [Fact]
    public async Task Inputs_that_waited_for_a_permit_do_not_wait_again()
    {
        Arrive(Submissions.Count(3));
        _time.Advance(TimeSpan.FromSeconds(5));

        var fill = _filler.FillAsync(default);

        Assert.Equal(3, (await fill).Inputs.Count);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task Inputs_of_one_unique_value_keep_their_order_over_batches()
    {
        Arrive(Submissions.Of("m", Users.Named("a"), Users.Named("A"), Users.Named("b"), Users.Named("a")));
        _arrivals.Writer.Complete();

        var batches = new List<IEnumerable<string>>();
        while (await _filler.WaitForInputAsync(default))
        {
            batches.Add((await _filler.FillAsync(default)).Inputs.Select(input => input.Input.Key));
        }

        Assert.Equal([["m-0", "m-2"], ["m-1"], ["m-3"]], batches);
    }

    [Fact]
    public async Task Newcomers_pass_inputs_that_are_held_back()
    {
        Arrive(Submissions.Of("same", [.. Enumerable.Repeat(Users.Named("info"), 30)]));
        Arrive(Submissions.Count(25, "other"));
        _arrivals.Writer.Complete();

        var batches = new List<IReadOnlyList<string>>();
        while (await _filler.WaitForInputAsync(default))
        {
            batches.Add([.. (await _filler.FillAsync(default)).Inputs.Select(input => input.Owner.Submission.SourceId.Value)]);
        }

        Assert.Equal([9, 9, 7], batches.Take(3).Select(batch => batch.Count(source => source is "other")));
        Assert.All(batches, batch => Assert.Single(batch, "same"));
        Assert.Equal(30, batches.Count);
    }

    [Fact]
    public async Task Behind_a_withdrawn_input_the_next_of_its_value_goes()
    {
        var pending = Arrive(Submissions.Of("same", [.. Enumerable.Repeat(Users.Named("info"), 4)]));
        Arrive(Submissions.Count(1, "other"));
        _arrivals.Writer.Complete();
        await _filler.FillAsync(default);
        Assert.True(pending.Inputs[1].TryClaim() && pending.Inputs[2].TryClaim());

        var batch = await _filler.FillAsync(default);

        Assert.Equal(["same-3"], batch.Inputs.Select(input => input.Input.Key));
    }

    [Fact]
    public async Task At_the_end_those_held_back_are_withdrawn_too()
    {
        var pending = Arrive(Submissions.Of("same", [.. Enumerable.Repeat(Users.Named("info"), 3)]));
        _arrivals.Writer.Complete();
        await _filler.FillAsync(default);

        _filler.DeferWaiting("test");

        Assert.Equal(["test", "test"], pending.Inputs.Select(input => input.Outcome?.ErrorMessage).OfType<string>());
    }

    [Fact]
    public async Task Withdrawn_inputs_stay_out()
    {
        var pending = Arrive(Submissions.Count(3));
        Assert.True(pending.Inputs[1].TryClaim());
        _arrivals.Writer.Complete();

        var batch = await _filler.FillAsync(default);

        Assert.Equal(["message-0", "message-2"], batch.Inputs.Select(input => input.Input.Key));
    }

    [Fact]
    public async Task With_every_input_withdrawn_the_batch_is_empty()
    {
        Arrive(Submissions.Count(3)).DeferWaiting("test");

        var batch = await _filler.FillAsync(default);

        Assert.Empty(batch.Inputs);
    }

    [Fact]
    public async Task The_end_of_the_work_ends_the_wait()
    {
        using var stopping = new CancellationTokenSource();
        Arrive(Submissions.Count(1));

        var fill = _filler.FillAsync(stopping.Token);
        await stopping.CancelAsync();

        Assert.Single((await fill).Inputs);
    }

    private PendingSubmission Arrive(Submission submission)
    {
        var pending = Submissions.Pending(submission, arrivedAt: _time.GetTimestamp());
        Assert.All(pending.Inputs, input => Assert.True(_arrivals.Writer.TryWrite(input)));
        return pending;
    }
}
