using Api.Creating;
using HubSpotUsers;

namespace Api.Tests.Creating;

public sealed class NotNowTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly InputOutcome Deferred = new() { InputKey = "a-0", Outcome = Outcome.Deferred };

    [Fact]
    public void Users_that_must_wait_until_a_time_say_so()
    {
        var refusal = NotNow.Find("r", [Deferred with { NotBefore = Now.AddHours(5) }, Deferred], [], Now);

        Assert.Equal((503, TimeSpan.FromHours(5)), (refusal!.Problem.Status, refusal.RetryAfter));
    }

    [Theory]
    [InlineData(308)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(415)]
    public void A_call_HubSpot_refused_whoever_sent_it_is_502(int status)
    {
        var batch = new BatchSummary(Guid.CreateVersion7(Now), BatchResult.Failed, OutcomeCounts.Of([Deferred]), null, status, null);

        Assert.Equal(502, NotNow.Find("r", [Deferred], [batch], Now)!.Problem.Status);
    }

    [Theory]
    [InlineData("MISSING_SCOPES")]
    [InlineData("INVALID_AUTHENTICATION")]
    [InlineData("EXPIRED_AUTHENTICATION")]
    public void Users_that_wait_since_HubSpot_refuses_the_app_are_502_without_a_call(string category)
    {
        var refusal = NotNow.Find("r", [Deferred with { ErrorCategory = category }], [], Now);

        Assert.Equal(502, refusal!.Problem.Status);
        Assert.Contains(category, refusal.Problem.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Why. Nothing was sent to HubSpot. Send the request again later.")]
    [InlineData(429, "Why. Send the request again later.")]
    public void Nothing_was_sent_only_when_there_was_no_call(int? status, string expected)
    {
        BatchSummary[] calls = status is null ? [] : [new BatchSummary(Guid.CreateVersion7(Now), BatchResult.Failed, OutcomeCounts.Of([Deferred]), null, status, null)];

        Assert.Equal(expected, NotNow.Find("r", [Deferred with { ErrorMessage = "Why" }], calls, Now)!.Problem.Detail);
    }

    [Fact]
    public void Users_that_may_have_been_sent_are_reported_one_by_one()
    {
        Assert.Null(NotNow.Find("r", [Deferred with { MayBeCreated = true }], [], Now));
        Assert.Null(NotNow.Find("r", [Deferred, Deferred with { Outcome = Outcome.Created }], [], Now));
    }
}
