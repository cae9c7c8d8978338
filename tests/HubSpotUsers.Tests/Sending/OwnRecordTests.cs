using HubSpotUsers.Sending;
using Testing.Builders;

namespace HubSpotUsers.Tests.Sending;

public sealed class OwnRecordTests
{
    private static readonly DateTimeOffset SentAt = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, Outcome.Created)]
    [InlineData(0, Outcome.Created)]
    [InlineData(-5, Outcome.Created)]
    [InlineData(-6, Outcome.Duplicate)]
    [InlineData(null, Outcome.Created)]
    public void Without_a_trace_id_the_time_tells_whose_it_is_with_five_seconds_for_the_clocks(int? seconds, Outcome expected)
    {
        var record = HubSpotResponses.Record("1") with { CreatedAt = seconds is { } after ? SentAt.AddSeconds(after) : null };

        Assert.Equal(expected, Reconciliation.OutcomeOf("key-0", record, SentAt).Outcome);
    }

    [Theory]
    [InlineData("key-0", -60, Outcome.Created)]
    [InlineData("key-1", 60, Outcome.Duplicate)]
    public void A_trace_id_says_more_than_the_time(string traceId, int seconds, Outcome expected)
    {
        var record = HubSpotResponses.Record("1", traceId) with { CreatedAt = SentAt.AddSeconds(seconds) };

        Assert.Equal(expected, Reconciliation.OutcomeOf("key-0", record, SentAt).Outcome);
    }

    [Fact]
    public void Whatever_is_there_is_ours_when_the_time_of_sending_is_unknown()
    {
        var record = HubSpotResponses.Record("1") with { CreatedAt = SentAt };

        Assert.Equal(Outcome.Created, Reconciliation.OutcomeOf("key-0", record, DateTimeOffset.MinValue).Outcome);
    }
}
