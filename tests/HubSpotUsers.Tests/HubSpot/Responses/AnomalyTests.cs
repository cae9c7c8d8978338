using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;
using Testing.Builders;
using static Testing.Builders.HubSpotResponses;

namespace HubSpotUsers.Tests.HubSpot.Responses;

public sealed class AnomalyTests
{
    [Fact]
    public void A_trace_id_that_was_not_sent_is_an_anomaly()
    {
        var result = Complete([Record("1", "key-0"), Record("2", "foreign")], Error("VALIDATION_ERROR", "Bad", "alien", "key-1"));

        var outcome = OutcomeMapper.Map(Inputs.Count(3), Batches.Id, result, "hs_email");

        Assert.Equal([Outcome.Created, Outcome.Rejected], outcome.Inputs.Take(2).Select(input => input.Outcome));
        Assert.Contains(outcome.Anomalies, anomaly => anomaly.StartsWith("Result 2 has a trace id", StringComparison.Ordinal));
        Assert.Contains(outcome.Anomalies, anomaly => anomaly.StartsWith("An error (VALIDATION_ERROR) names", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trace_id_that_several_results_have_is_trusted_for_none()
    {
        var result = Complete([Record("1", "key-0"), Record("2", "key-0")]);

        var outcome = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, result, "hs_email");

        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Created, null), (input.Outcome, input.HubSpotId)));
        Assert.Contains(outcome.Anomalies, anomaly => anomaly.StartsWith("Result 2 has a trace id that other results have", StringComparison.Ordinal));
        Assert.Equal(["1", "2"], outcome.CreatedIds);
    }

    [Fact]
    public void A_record_listed_twice_is_one_user()
    {
        var result = Complete([Record("1", "key-0"), Record("1", "key-0")]);

        var outcome = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, result, "hs_email");

        Assert.Equal([Outcome.Created, Outcome.Unknown], outcome.Inputs.Select(input => input.Outcome));
        Assert.Equal(["1", null], outcome.Inputs.Select(input => input.HubSpotId));
        Assert.NotEmpty(outcome.Anomalies);
    }

    [Fact]
    public void A_second_record_with_the_values_of_an_input_is_not_given_to_another()
    {
        var result = Complete([Record("1", null, ("hs_email", "user0@example.com")), Record("2", null, ("hs_email", "user0@example.com"))]);

        var outcome = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, result, "hs_email");

        Assert.Equal((Outcome.Created, "1"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].HubSpotId));
        Assert.Equal(Outcome.Unknown, outcome.Inputs[1].Outcome);
    }

    [Fact]
    public void One_id_is_given_to_one_input_only()
    {
        var result = Complete([Record("1", "key-0"), Record("1", "key-1")]);

        var outcome = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, result, "hs_email");

        Assert.Equal(["1", null], outcome.Inputs.Select(input => input.HubSpotId));
        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.Equal(["1"], outcome.CreatedIds);
        Assert.NotEmpty(outcome.Anomalies);
    }

    [Fact]
    public void An_input_in_both_lists_was_created()
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Complete([Record("1", "key-0")], Error("VALIDATION_ERROR", "Bad", "key-0")), "hs_email");

        Assert.Equal((Outcome.Created, "1"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].HubSpotId));
        Assert.Contains(outcome.Anomalies, anomaly => anomaly.Contains("the result counts", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_two_errors_the_first_counts()
    {
        var result = Complete([], Error("VALIDATION_ERROR", "Bad", "key-0", "key-0"), Error("CONFLICT", "There", "key-0"));

        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, result, "hs_email");

        Assert.Equal((Outcome.Rejected, "VALIDATION_ERROR"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].ErrorCategory));
        Assert.Single(outcome.Anomalies);
    }

    [Fact]
    public void An_input_in_neither_list_is_unknown()
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, Complete([Record("1", "key-0")]), "hs_email");

        Assert.Equal([Outcome.Created, Outcome.Unknown], outcome.Inputs.Select(input => input.Outcome));
    }

    [Fact]
    public void With_both_lists_empty_or_missing_all_is_unknown()
    {
        BatchResponse[] responses = [new() { Status = "COMPLETE", Results = [], Errors = [] }, new() { Status = "COMPLETE" }, new()];

        var outcomes = responses.Select(response => OutcomeMapper.Map(Inputs.Count(2), Batches.Id, Of(response), "hs_email"));

        Assert.All(outcomes.SelectMany(outcome => outcome.Inputs), input => Assert.Equal(Outcome.Unknown, input.Outcome));
    }

    [Fact]
    public void Nulls_in_the_lists_are_passed_over()
    {
        var response = new BatchResponse { Status = "COMPLETE", Results = [null, Record("1", "key-0")], Errors = [null] };

        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Of(response), "hs_email");

        Assert.Equal("1", outcome.Inputs[0].HubSpotId);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    public void A_wrong_number_of_errors_is_an_anomaly(int counted, int anomalies)
    {
        var response = new BatchResponse { Status = "COMPLETE", NumErrors = counted, Errors = [Error("VALIDATION_ERROR", "Bad", "key-0")] };

        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Of(response), "hs_email");

        Assert.Equal(anomalies, outcome.Anomalies.Count);
    }

    [Theory]
    [InlineData("PENDING")]
    [InlineData("PROCESSING")]
    [InlineData("CANCELED")]
    [InlineData("CANCELLED")]
    [InlineData(null)]
    public void Another_status_than_COMPLETE_is_reported_and_leaves_the_rest_unknown(string? status)
    {
        var response = new BatchResponse { Status = status, Results = [Record("1", "key-0")] };

        var outcome = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, Of(response), "hs_email");

        Assert.Equal([Outcome.Created, Outcome.Unknown], outcome.Inputs.Select(input => input.Outcome));
        Assert.Contains(status ?? "missing", outcome.Inputs[1].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal([$"The batch's status is {status ?? "missing"}"], outcome.Anomalies);
    }

    [Fact]
    public void A_record_without_an_id_gives_no_id()
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, Complete([Record(string.Empty, "key-0"), Record(null, "key-1")]), "hs_email");

        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Created, null), (input.Outcome, input.HubSpotId)));
        Assert.Empty(outcome.CreatedIds);
    }
}
