using System.Net;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;
using HubSpotUsers.Sending;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Sending;

/// <summary>Calls that were in flight together and are all refused: each may have a bad input of its own, or the app may be refused.</summary>
public sealed class CallsInFlightTests
{
    private static readonly CallResult Refusal = new() { Outcome = CallOutcome.CallRefused, HttpStatus = HttpStatusCode.Forbidden };

    private int _inputs;

    [Fact]
    public async Task Inputs_that_are_refused_alone_together_do_not_stop_sending()
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal([false, false, false, false], await RefuseTogetherAsync(app, calls: 4, inputs: 1));
        Assert.Equal([false], await RefuseTogetherAsync(app, calls: 1, inputs: 1));
        Assert.Equal([true], await RefuseTogetherAsync(app, calls: 1, inputs: 1));
    }

    [Fact]
    public async Task Batches_that_are_refused_together_do_not_stop_sending_before_two_that_left_later()
    {
        await using var app = await TestApp.StartAsync();

        Assert.DoesNotContain(true, await RefuseTogetherAsync(app, calls: 20, inputs: 2));
        Assert.Equal([false, true], await RefuseTogetherAsync(app, calls: 2, inputs: 2));
    }

    [Fact]
    public async Task A_call_that_passes_clears_the_app()
    {
        await using var app = await TestApp.StartAsync();
        var refusals = app.Get<Refusals>();

        await RefuseTogetherAsync(app, calls: 20, inputs: 2);
        await RefuseTogetherAsync(app, calls: 1, inputs: 2);
        refusals.Passed(refusals.Leave());

        Assert.DoesNotContain(true, await RefuseTogetherAsync(app, calls: 20, inputs: 2));
        Assert.Equal([false, true], await RefuseTogetherAsync(app, calls: 2, inputs: 2));
    }

    /// <summary>Has calls leave, and then refused.</summary>
    /// <returns>Which of them stopped sending.</returns>
    private async Task<IReadOnlyList<bool>> RefuseTogetherAsync(TestApp app, int calls, int inputs)
    {
        var refusals = app.Get<Refusals>();
        var stopped = new List<bool>();
        List<long> numbers = [.. Enumerable.Range(0, calls).Select(_ => refusals.Leave())];
        foreach (var number in numbers)
        {
            stopped.Add(await refusals.RefusedAsync(CallOf(number, inputs)) is not null);
        }

        return stopped;
    }

    private FinishedCall CallOf(long number, int count)
    {
        var inputs = Submissions.Pending(Submissions.Count(count, $"m{_inputs++}")).Inputs;
        return new FinishedCall(Batches.Id, inputs, Refusal, new BatchOutcome([], [], []), Batches.Now, Batches.Now) { Number = number };
    }
}
