using System.Net;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>Reads from HubSpot's response what became of each input: exactly one outcome each, whatever the response looks like.</summary>
internal static class OutcomeMapper
{
    /// <summary>Maps the result of a call that HubSpot processed, refused for its inputs, or left in doubt.</summary>
    /// <param name="inputs">The batch, in the order it was sent.</param>
    /// <param name="callId">The id of the call.</param>
    /// <param name="result">What came back; not <see cref="CallOutcome.NotApplied"/>, which leaves the inputs as they were.</param>
    /// <param name="uniqueProperty">The property whose values tell users apart; null when the account has none.</param>
    public static BatchOutcome Map(IReadOnlyList<BatchInput> inputs, Guid callId, CallResult result, string? uniqueProperty) => result.Outcome switch
    {
        CallOutcome.Processed => new ResponseReading(inputs, callId, uniqueProperty).Read(result.Response!),
        CallOutcome.InputsRefused => AllRefused(inputs, callId, result),
        CallOutcome.Ambiguous => AllUnknown(inputs, callId, result),
        _ => throw new ArgumentException("A call that was not applied has no outcome yet.", nameof(result)),
    };

    private static BatchOutcome AllRefused(IReadOnlyList<BatchInput> inputs, Guid callId, CallResult result)
    {
        var error = result.Error;
        var category = error?.Category ?? $"HTTP_{(int)result.HttpStatus!.Value}";
        var message = new ErrorText(inputs.Select(input => input.User)).Of(error?.Message, error?.Errors);
        var isDuplicate = inputs.Count is 1 && IsConflict(result);
        return new BatchOutcome(
            [.. inputs.Select(input => new InputOutcome
            {
                InputKey = input.Key,
                BatchId = callId,
                Outcome = isDuplicate ? Outcome.Duplicate : Outcome.Rejected,
                ExistingId = isDuplicate ? DuplicateRule.ExistingId(error?.Context, error?.Message, error?.Errors) : null,
                ErrorCategory = category,
                ErrorMessage = message,
            })],
            [],
            []);
    }

    /// <summary>A 409 without a category is a conflict, whatever its text says.</summary>
    private static bool IsConflict(CallResult result) =>
        DuplicateRule.IsConflict(result.Error?.Category, result.Error?.Message, result.Error?.Errors)
        || (result.HttpStatus is HttpStatusCode.Conflict && result.Error?.Category is null);

    private static BatchOutcome AllUnknown(IReadOnlyList<BatchInput> inputs, Guid callId, CallResult result)
    {
        var message = result.Trouble ?? $"HubSpot returned {(int)result.HttpStatus!.Value}, which leaves open whether the users were created";
        return new BatchOutcome(
            [.. inputs.Select(input => new InputOutcome
            {
                InputKey = input.Key,
                BatchId = callId,
                Outcome = Outcome.Unknown,
                ErrorCategory = result.Error?.Category,
                ErrorMessage = message,
            })],
            [],
            []);
    }
}
