using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;
using Testing.Builders;
using static Testing.Builders.HubSpotResponses;

namespace HubSpotUsers.Tests.HubSpot.Responses;

public sealed class NamelessErrorTests
{
    [Fact]
    public void As_many_as_open_inputs_refuse_them_all_with_what_they_say()
    {
        var result = Complete([Record("1", "key-1")], Error("VALIDATION_ERROR", "Bad value"), Error("VALIDATION_ERROR", "Wrong type"));

        var outcome = OutcomeMapper.Map(Inputs.Count(3), Batches.Id, result, "hs_email");

        Assert.Equal([Outcome.Rejected, Outcome.Created, Outcome.Rejected], outcome.Inputs.Select(input => input.Outcome));
        Assert.Equal(("VALIDATION_ERROR", "Bad value; Wrong type"), (outcome.Inputs[0].ErrorCategory, outcome.Inputs[0].ErrorMessage));
        Assert.Empty(outcome.Anomalies);
        Assert.False(outcome.AreErrorsNameless);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Fewer_or_more_than_open_inputs_leave_them_open_and_are_reported(int errors)
    {
        var result = Complete([Record("1", "key-1")], [.. Enumerable.Repeat(Error("VALIDATION_ERROR", "Bad Ada"), errors)]);

        var outcome = OutcomeMapper.Map(Inputs.Count(3), Batches.Id, result, "hs_email");

        Assert.Equal([Outcome.Unknown, Outcome.Created, Outcome.Unknown], outcome.Inputs.Select(input => input.Outcome));
        Assert.True(outcome is { AreErrorsNameless: true, IsNoneOfTheOpenCreated: false });
        Assert.Equal("HubSpot's response (status COMPLETE) has errors that name no user: VALIDATION_ERROR Bad …", outcome.Inputs[0].ErrorMessage);
        Assert.Equal([$"{errors} errors name no input: VALIDATION_ERROR Bad …"], outcome.Anomalies);
    }

    [Fact]
    public void As_many_as_open_inputs_with_a_conflict_among_them_leave_them_open_though_not_created()
    {
        var result = Complete([], Error("VALIDATION_ERROR", "Bad"), Error("CONFLICT", "Contact already exists. Existing ID: 5"));

        var outcome = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, result, "hs_email");

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Unknown, input.Outcome));
        Assert.True(outcome is { AreErrorsNameless: true, IsNoneOfTheOpenCreated: true });
    }

    [Fact]
    public void Beside_the_only_input_all_are_about_it()
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Complete([], Error("VALIDATION_ERROR", "Bad"), Error("VALIDATION_ERROR", "Wrong")), "hs_email");

        Assert.Equal((Outcome.Rejected, "Bad"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].ErrorMessage));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void While_there_are_some_a_stray_record_is_not_given_to_the_one_open_input(int inputs)
    {
        var named = Enumerable.Range(1, inputs - 1).Select(index => Record($"{index}", $"key-{index}"));
        var result = Complete([.. named, Record("9")], Error("VALIDATION_ERROR", "Bad"));

        var outcome = OutcomeMapper.Map(Inputs.Count(inputs), Batches.Id, result, "hs_email");

        Assert.Equal((Outcome.Unknown, null), (outcome.Inputs[0].Outcome, outcome.Inputs[0].HubSpotId));
    }

    [Fact]
    public void While_there_are_stray_records_they_refuse_no_user()
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, Complete([Record("9")], Error("VALIDATION_ERROR", "Bad"), Error("VALIDATION_ERROR", "Bad")), "hs_email");

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Unknown, input.Outcome));
    }

    [Fact]
    public void While_stray_records_have_no_id_no_user_is_created_by_elimination()
    {
        var one = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Complete([new UserRecord()]), "hs_email");
        var two = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, Complete([Record("1"), new UserRecord()]), "hs_email");

        Assert.All([.. one.Inputs, .. two.Inputs], input => Assert.Equal(Outcome.Unknown, input.Outcome));
    }

    [Theory]
    [InlineData("PENDING")]
    [InlineData(null)]
    public void Before_HubSpot_is_done_the_look_up_waits(string? status)
    {
        var response = new BatchResponse { Status = status, Results = [], Errors = [Error("VALIDATION_ERROR", "Bad")] };

        Assert.False(OutcomeMapper.Map(Inputs.Count(2), Batches.Id, Of(response), "hs_email").AreErrorsNameless);
    }

    [Theory]
    [InlineData("key-0,key-2")]
    [InlineData("[key-0; key-2]")]
    [InlineData("\"key-0\" \"key-2\"")]
    public void Trace_ids_in_one_text_are_each_of_them(string text)
    {
        var result = Complete([Record("1", "key-1")], Error("VALIDATION_ERROR", "Bad", text));

        var outcome = OutcomeMapper.Map(Inputs.Count(3), Batches.Id, result, "hs_email");

        Assert.Equal([Outcome.Rejected, Outcome.Created, Outcome.Rejected], outcome.Inputs.Select(input => input.Outcome));
        Assert.Empty(outcome.Anomalies);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void One_that_names_a_trace_id_that_was_not_sent_is_about_the_one_open_input(int inputs)
    {
        var others = Enumerable.Range(1, inputs - 1).Select(index => Record($"{index}", $"key-{index}"));

        var outcome = OutcomeMapper.Map(Inputs.Count(inputs), Batches.Id, Complete(others, Error("VALIDATION_ERROR", "Bad", "key")), "hs_email");

        Assert.Equal((Outcome.Rejected, "Bad"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].ErrorMessage));
        Assert.Equal(["An error (VALIDATION_ERROR) names a trace id that was not sent"], outcome.Anomalies);
    }

    [Theory]
    [InlineData("VALIDATION_ERROR")]
    [InlineData("CONFLICT")]
    public void As_many_as_open_inputs_refuse_none_while_they_name_trace_ids_that_were_not_sent(string category)
    {
        var result = Complete([], Error(category, "Bad", "key"), Error(category, "Bad", "yek"));

        var outcome = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, result, "hs_email");

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Unknown, input.Outcome));
        Assert.True(outcome is { AreErrorsNameless: true, IsNoneOfTheOpenCreated: false });
    }
}
