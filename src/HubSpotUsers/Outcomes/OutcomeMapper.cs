using HubSpotUsers.HubSpot;

namespace HubSpotUsers.Outcomes;

/// <summary>Reads from HubSpot's answer what became of each input: exactly one outcome each, whatever the answer looks like.</summary>
public static class OutcomeMapper
{
    /// <summary>Maps the result of a call that HubSpot answered, refused for its inputs, or left in doubt.</summary>
    /// <param name="inputs">The batch, in the order it was sent.</param>
    /// <param name="callId">The id of the call.</param>
    /// <param name="result">What came back; not <see cref="CallVerdict.NotApplied"/>, which leaves the inputs as they were.</param>
    /// <param name="uniqueProperty">The property whose values tell users apart; null when the account has none.</param>
    public static BatchOutcome Map(IReadOnlyList<BatchInput> inputs, Guid callId, CallResult result, string? uniqueProperty) => result.Verdict switch
    {
        CallVerdict.Answered => new AnswerReading(inputs, callId, uniqueProperty).Read(result.Response!),
        CallVerdict.InputsRefused => AllRefused(inputs, callId, result),
        CallVerdict.Ambiguous => AllUnknown(inputs, callId, result),
        _ => throw new ArgumentException("A call that was not applied has no outcome yet.", nameof(result)),
    };

    private static BatchOutcome AllRefused(IReadOnlyList<BatchInput> inputs, Guid callId, CallResult result)
    {
        var category = result.Error?.Category ?? $"HTTP_{(int)result.HttpStatus!.Value}";
        var message = ErrorText.WithoutValues(result.Error?.Message, inputs.Select(input => input.User));
        var existingId = inputs.Count is 1 ? ExistingRecord.Find(result.Error?.Context, result.Error?.Message) : null;
        var isDuplicate = inputs.Count is 1 && ExistingRecord.IsConflict(category);
        return new BatchOutcome(
            [.. inputs.Select(input => new InputOutcome
            {
                InputKey = input.Key,
                BatchId = callId,
                Outcome = isDuplicate ? Outcome.Duplicate : Outcome.Rejected,
                ExistingId = existingId,
                ErrorCategory = category,
                ErrorMessage = message,
            })],
            [],
            []);
    }

    private static BatchOutcome AllUnknown(IReadOnlyList<BatchInput> inputs, Guid callId, CallResult result)
    {
        var message = result.Trouble ?? $"HubSpot answered {(int)result.HttpStatus!.Value}, which leaves open whether the users were created";
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
