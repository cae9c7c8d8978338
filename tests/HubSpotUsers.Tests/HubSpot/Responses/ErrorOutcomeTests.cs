using System.Net;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;
using Testing.Builders;
using static Testing.Builders.HubSpotResponses;

namespace HubSpotUsers.Tests.HubSpot.Responses;

public sealed class ErrorOutcomeTests
{
    [Fact]
    public void One_error_may_name_several_inputs()
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(3), Batches.Id, Complete([Record("1", "key-1")], Error("VALIDATION_ERROR", "Bad", "key-2", "key-0")), "hs_email");

        Assert.Equal([Outcome.Rejected, Outcome.Created, Outcome.Rejected], outcome.Inputs.Select(input => input.Outcome));
        Assert.All([outcome.Inputs[0], outcome.Inputs[2]], input => Assert.Equal(("VALIDATION_ERROR", "Bad"), (input.ErrorCategory, input.ErrorMessage)));
    }

    [Fact]
    public void The_existing_id_stands_in_the_context()
    {
        var error = Error("CONFLICT", "There", "key-0") with { Context = Context(("objectWriteTraceId", ["key-0"]), ("existingId", ["77", "78"])) };

        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Complete([], error), "hs_email");

        Assert.Equal((Outcome.Duplicate, "77", "CONFLICT"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].ExistingId, outcome.Inputs[0].ErrorCategory));
    }

    [Theory]
    [InlineData("Contact already exists. Existing ID: 123", "123")]
    [InlineData("User already exists. existing id:  00456.", "00456")]
    [InlineData("User already exists.", null)]
    public void The_existing_id_may_stand_in_the_message(string message, string? expected)
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Complete([], Error("conflict", message, "key-0")), "hs_email");

        Assert.Equal((Outcome.Duplicate, expected), (outcome.Inputs[0].Outcome, outcome.Inputs[0].ExistingId));
    }

    [Fact]
    public void The_message_of_a_shared_error_repeats_no_input_at_all()
    {
        var inputs = Inputs.Of(Users.With(("hs_given_name", "Anna")), Users.With(("hs_given_name", "Bert")));

        var outcome = OutcomeMapper.Map(inputs, Batches.Id, Complete([], Error("VALIDATION_ERROR", "Anna or Bert is not valid", "key-0", "key-1")), uniqueProperty: null);

        Assert.All(outcome.Inputs, input => Assert.Equal("… or … is not valid", input.ErrorMessage));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "VALIDATION_ERROR")]
    [InlineData(HttpStatusCode.Conflict, "CONFLICT")]
    public void A_whole_call_refused_for_many_rejects_each(HttpStatusCode status, string category)
    {
        var result = Refused(status, new ApiError { Category = category, Message = "User already exists. Existing ID: 5" });

        var outcome = OutcomeMapper.Map(Inputs.Count(3), Batches.Id, result, "hs_email");

        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Rejected, category, null), (input.Outcome, input.ErrorCategory, input.ExistingId)));
        Assert.Equal(["key-0", "key-1", "key-2"], outcome.Inputs.Select(input => input.InputKey));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "VALIDATION_ERROR", Outcome.Rejected, null)]
    [InlineData(HttpStatusCode.Conflict, "CONFLICT", Outcome.Duplicate, "5")]
    public void A_whole_call_refused_for_one_is_about_that_one(HttpStatusCode status, string category, Outcome expected, string? existingId)
    {
        var result = Refused(status, new ApiError { Category = category, Message = category is "CONFLICT" ? "Existing ID: 5" : "Bad" });

        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, result, "hs_email");

        Assert.Equal((expected, existingId), (outcome.Inputs[0].Outcome, outcome.Inputs[0].ExistingId));
    }

    [Fact]
    public void A_refusal_without_a_body_is_named_by_its_status()
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, Refused(HttpStatusCode.RequestEntityTooLarge, error: null), "hs_email");

        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Rejected, "HTTP_413", "HubSpot refused the user without a reason"), (input.Outcome, input.ErrorCategory, input.ErrorMessage)));
    }

    [Fact]
    public void An_ambiguous_call_leaves_every_input_unknown()
    {
        CallResult[] results =
        [
            new() { Outcome = CallOutcome.Ambiguous, HttpStatus = HttpStatusCode.BadGateway },
            new() { Outcome = CallOutcome.Ambiguous, Trouble = "HubSpot did not respond in time" },
        ];

        var outcomes = results.Select(result => OutcomeMapper.Map(Inputs.Count(2), Batches.Id, result, "hs_email")).ToList();

        Assert.All(outcomes.SelectMany(outcome => outcome.Inputs), input => Assert.Equal(Outcome.Unknown, input.Outcome));
        Assert.Contains("502", outcomes[0].Inputs[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("HubSpot did not respond in time", outcomes[1].Inputs[1].ErrorMessage);
    }

    [Fact]
    public void A_call_that_was_not_applied_has_no_outcome()
    {
        Assert.Throws<ArgumentException>(() => OutcomeMapper.Map(Inputs.Count(1), Batches.Id, new CallResult { Outcome = CallOutcome.NotApplied }, "hs_email"));
    }

    [Theory]
    [InlineData("CONFLICT", "There", null, null)]
    [InlineData("VALIDATION_ERROR", "Contact already exists. Existing ID: 5", null, "5")]
    [InlineData("VALIDATION_ERROR", "Cannot set PropertyValueCoordinates{portalId=1, objectTypeId=0-115, propertyName=p, value=v} on 4. 5 already has that value.", null, "5")]
    [InlineData("VALIDATION_ERROR", "Bad", "CONFLICTING_UNIQUE_VALUE", null)]
    [InlineData(null, "User already exists", null, null)]
    public void A_conflict_is_a_duplicate_in_whatever_form(string? category, string message, string? code, string? existingId)
    {
        var details = new[] { new ErrorDetail { Code = code } };
        var error = Error(category!, message, "key-0") with { Errors = details };
        var refusal = new ApiError { Category = category, Message = message, Errors = details };

        var partial = OutcomeMapper.Map(Inputs.Count(2), Batches.Id, Complete([Record("1", "key-1")], error), "hs_email").Inputs[0];
        var whole = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Refused(HttpStatusCode.BadRequest, refusal), "hs_email").Inputs[0];

        Assert.All([partial, whole], input => Assert.Equal((Outcome.Duplicate, existingId), (input.Outcome, input.ExistingId)));
    }

    [Theory]
    [InlineData("VALIDATION_ERROR", "The property already exists on the form")]
    [InlineData("VALIDATION_ERROR", "Property values were not valid")]
    [InlineData("OBJECT_NOT_FOUND", null)]
    public void Another_refusal_is_no_duplicate(string category, string? message)
    {
        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Complete([], Error(category, message!, "key-0")), "hs_email");

        Assert.Equal((Outcome.Rejected, null), (outcome.Inputs[0].Outcome, outcome.Inputs[0].ExistingId));
    }

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("Ada Lovelace")]
    public void A_category_or_an_id_that_has_no_such_form_is_not_repeated(string text)
    {
        var error = Error(text, "Contact already exists", "key-0") with { Context = Context(("objectWriteTraceId", ["key-0"]), ("existingId", [text])) };

        var outcome = OutcomeMapper.Map(Inputs.Count(1), Batches.Id, Complete([], error), "hs_email");

        Assert.Equal((Outcome.Duplicate, "CONFLICT", null), (outcome.Inputs[0].Outcome, outcome.Inputs[0].ErrorCategory, outcome.Inputs[0].ExistingId));
    }
}
