using Api.Requests;
using Api.Responses;
using Testing.Drivers;

namespace Api.Tests.Requests;

public sealed class RequestOpeningTests : IAsyncDisposable
{
    private static readonly NewRequest Keyed = new(RequestKind.Immediate, Inputs: 2) { Key = new IdempotencyKey("abc"), BodyHash = "1" };

    private readonly TestApp _app = new(("Http:IdempotencyKeyLifetime", "1.00:00:00"));

    private RequestTable Requests => _app.Get<RequestTable>();

    private RequestOpening Opening => _app.Get<RequestOpening>();

    [Fact]
    public async Task A_request_with_a_new_key_is_begun_and_busy_for_whoever_comes_next()
    {
        var first = await Opening.OpenAsync(Keyed);
        var second = await Opening.OpenAsync(Keyed);

        Assert.Equal((RequestStanding.Begun, RequestStanding.Busy), (first.Standing, second.Standing));
        Assert.Equal(first.Entry.Id, second.Entry.Id);
    }

    [Fact]
    public async Task A_request_whose_process_is_certainly_dead_is_begun_again_under_its_id()
    {
        var first = await Opening.OpenAsync(Keyed);
        _app.Time.Advance(TimeSpan.FromMinutes(6));

        var second = await Opening.OpenAsync(Keyed);

        Assert.Equal((first.Entry.Id, RequestStanding.Begun), (second.Entry.Id, second.Standing));
    }

    [Theory]
    [InlineData(RequestState.Done, RequestStanding.Over)]
    [InlineData(RequestState.Queued, RequestStanding.Over)]
    [InlineData(RequestState.Open, RequestStanding.Begun)]
    [InlineData(RequestState.Interrupted, RequestStanding.Begun)]
    public async Task How_a_request_ended_decides_whether_it_is_carried_out_again(RequestState state, object standing)
    {
        var first = await Opening.OpenAsync(Keyed);
        await Requests.SaveAsync(first.Entry with { State = state });

        Assert.Equal(standing, (await Opening.OpenAsync(Keyed)).Standing);
    }

    [Fact]
    public async Task A_key_with_another_body_is_refused_until_its_time_is_over()
    {
        var first = await Opening.OpenAsync(Keyed);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Opening.OpenAsync(Keyed with { BodyHash = "2" }));
        _app.Time.Advance(TimeSpan.FromHours(25));
        var second = await Opening.OpenAsync(Keyed with { BodyHash = "2" });

        Assert.Equal(422, refused.Problem.Status);
        Assert.Equal(RequestStanding.Begun, second.Standing);
        Assert.NotEqual(first.Entry.Id, second.Entry.Id);
    }

    [Fact]
    public async Task Whoever_lost_a_request_does_not_write_over_who_has_it_now()
    {
        var first = await Opening.OpenAsync(Keyed);
        _app.Time.Advance(TimeSpan.FromMinutes(6));
        var second = await Opening.OpenAsync(Keyed);

        await Requests.SaveAsync(first.Entry with { State = RequestState.Done });

        Assert.Equal(RequestState.Running, (await Requests.FindAsync(second.Entry.Id))!.State);
    }

    [Fact]
    public async Task A_request_with_a_producers_id_is_begun_every_time_and_stays_of_its_kind()
    {
        var request = new NewRequest(RequestKind.Immediate, Inputs: 2) { ProducerId = "order-7" };
        await Opening.OpenAsync(request);

        var again = await Opening.OpenAsync(request with { Kind = RequestKind.Queued });

        Assert.Equal((RequestStanding.Begun, RequestKind.Immediate, "order-7"), (again.Standing, again.Entry.Kind, again.Entry.Id));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
