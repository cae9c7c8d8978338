using HubSpotUsers.HubSpot.Responses;
using Testing.Builders;
using static Testing.Builders.HubSpotResponses;

namespace HubSpotUsers.Tests.HubSpot.Responses;

public sealed class MatchingTests
{
    [Fact]
    public void Results_in_any_order_are_matched_by_trace_id()
    {
        var result = Complete([Record("12", "key-2"), Record("10", "key-0"), Record("11", "key-1")]);

        var outcome = OutcomeMapper.Map(Inputs.Count(3), Batches.Id, result, "hs_email");

        Assert.Equal(["10", "11", "12"], outcome.Inputs.Select(input => input.HubSpotId));
        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.Equal(["12", "10", "11"], outcome.CreatedIds);
        Assert.Empty(outcome.Anomalies);
    }

    [Theory]
    [InlineData("hs_email")]
    [InlineData(null)]
    public void Without_trace_ids_a_unique_property_tells_in_any_case(string? uniqueProperty)
    {
        var inputs = Inputs.Of(Users.Named("Anna"), Users.Named("BERT"));
        var result = Complete([Record("2", null, ("hs_email", "bert@EXAMPLE.com")), Record("1", null, ("hs_email", "anna@example.com"))]);

        var outcome = OutcomeMapper.Map(inputs, Batches.Id, result, uniqueProperty);

        Assert.Equal(["1", "2"], outcome.Inputs.Select(input => input.HubSpotId));
        Assert.Empty(outcome.Anomalies);
    }

    [Fact]
    public void Blanks_around_a_value_make_no_other_one_and_a_blank_value_tells_nothing()
    {
        var inputs = Inputs.Of(Users.With(("hs_email", " anna@example.com")), Users.With(("hs_email", string.Empty)), Users.With(("hs_email", " ")));
        var result = Complete([Record("1", null, ("hs_email", "anna@example.com ")), Record("2", "key-1"), Record("3", "key-2", ("hs_email", string.Empty))]);

        var outcome = OutcomeMapper.Map(inputs, Batches.Id, result, "hs_email");

        Assert.Equal(["1", "2", "3"], outcome.Inputs.Select(input => input.HubSpotId));
    }

    [Fact]
    public void A_trace_id_is_surer_than_a_property()
    {
        var inputs = Inputs.Count(2);
        var result = Complete([Record("9", null, ("hs_email", "user0@example.com")), Record("1", "key-0", ("hs_email", "user1@example.com"))]);

        var outcome = OutcomeMapper.Map(inputs, Batches.Id, result, "hs_email");

        Assert.Equal("1", outcome.Inputs[0].HubSpotId);
        Assert.NotEqual("1", outcome.Inputs[1].HubSpotId);
    }

    [Fact]
    public void A_property_that_two_inputs_share_tells_nothing()
    {
        var inputs = Inputs.Of(Users.With(("hs_job_title", "A")), Users.With(("hs_job_title", "a")), Users.With(("hs_job_title", "B")));
        var result = Complete([Record("1", null, ("hs_job_title", "A")), Record("2", null, ("hs_job_title", "B")), Record("3", null, ("hs_job_title", "a"))]);

        var outcome = OutcomeMapper.Map(inputs, Batches.Id, result, uniqueProperty: null);

        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Created, null), (input.Outcome, input.HubSpotId)));
        Assert.Equal(["1", "2", "3"], outcome.CreatedIds);
    }

    [Fact]
    public void Properties_that_contradict_each_other_tell_nothing()
    {
        var inputs = Inputs.Of(Users.With(("a", "1"), ("b", "1")), Users.With(("a", "2"), ("b", "2")));
        var result = Complete([Record("7", null, ("a", "1"), ("b", "2")), Record("8", null, ("a", "2"), ("b", "1"))]);

        var outcome = OutcomeMapper.Map(inputs, Batches.Id, result, uniqueProperty: null);

        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Created, null), (input.Outcome, input.HubSpotId)));
    }

    [Fact]
    public void In_a_batch_of_one_the_only_result_is_the_inputs()
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Complete([Record("5")]), uniqueProperty: null);

        Assert.Equal((Outcome.Created, "5"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].HubSpotId));
    }

    [Fact]
    public void In_a_batch_of_one_the_only_error_is_the_inputs()
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Complete([], Error("VALIDATION_ERROR", "Bad")), uniqueProperty: null);

        Assert.Equal((Outcome.Rejected, "VALIDATION_ERROR"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].ErrorCategory));
    }

    [Fact]
    public void The_last_result_belongs_to_the_last_input()
    {
        var result = Complete([Record("11"), Record("12", "key-2")], Error("VALIDATION_ERROR", "Bad", "key-0"));

        var outcome = OutcomeMapper.Map(Inputs.Count(3), Batches.Id, result, "hs_email");

        Assert.Equal([Outcome.Rejected, Outcome.Created, Outcome.Created], outcome.Inputs.Select(input => input.Outcome));
        Assert.Equal([null, "11", "12"], outcome.Inputs.Select(input => input.HubSpotId));
    }

    [Fact]
    public void Several_results_without_a_mark_are_created_but_not_attributable()
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(3), Batches.Id, Complete([Record("1", "key-1"), Record("8"), Record("9")]), "hs_email");

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.Equal([null, "1", null], outcome.Inputs.Select(input => input.HubSpotId));
        Assert.Equal(["1", "8", "9"], outcome.CreatedIds);
        Assert.Contains(outcome.Anomalies, anomaly => anomaly.Contains("8, 9", StringComparison.Ordinal));
    }

    [Fact]
    public void Fewer_unmarked_results_than_inputs_leave_them_unknown()
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(3), Batches.Id, Complete([Record("1", "key-1"), Record("8")]), "hs_email");

        Assert.Equal([Outcome.Unknown, Outcome.Created, Outcome.Unknown], outcome.Inputs.Select(input => input.Outcome));
        Assert.Equal(["1", "8"], outcome.CreatedIds);
    }
}
