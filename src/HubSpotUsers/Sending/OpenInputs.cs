using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;

namespace HubSpotUsers.Sending;

/// <summary>The inputs of a call that it did not decide.</summary>
/// <param name="Inputs">The inputs; none when all are decided.</param>
/// <param name="MayBeCreated">Whether HubSpot must be asked for them before they are sent again; else they are sent apart at once.</param>
/// <param name="AreErrorsNameless">
/// Whether HubSpot finished the call and refused some of them without saying which: the look-up need not wait, and those it does not find
/// are sent apart.
/// </param>
internal sealed record OpenInputs(IReadOnlyList<PendingInput> Inputs, bool MayBeCreated, bool AreErrorsNameless = false)
{
    /// <summary>Whether HubSpot refused the call as a whole, so that it decided nothing.</summary>
    public bool IsEverything { get; private init; }

    /// <summary>Reads from a call which of its inputs are open.</summary>
    /// <param name="inputs">The inputs sent.</param>
    /// <param name="result">What came back.</param>
    /// <param name="outcome">What that says of each.</param>
    /// <param name="isReadable">Whether HubSpot can be asked for an input; one in doubt that it cannot be asked for is decided: unknown.</param>
    public static OpenInputs Of(IReadOnlyList<PendingInput> inputs, CallResult result, BatchOutcome outcome, Func<PendingInput, bool> isReadable)
    {
        if (result.Outcome is CallOutcome.InputsRefused or CallOutcome.CallRefused && inputs.Count > 1)
        {
            return new OpenInputs(inputs, MayBeCreated: false) { IsEverything = true };
        }

        var unknown = inputs.Where((_, index) => outcome.Inputs[index].Outcome is Outcome.Unknown);
        return outcome.IsNoneOfTheOpenCreated
            ? new OpenInputs([.. unknown], MayBeCreated: false)
            : new OpenInputs([.. unknown.Where(isReadable)], MayBeCreated: true, outcome.AreErrorsNameless);
    }

    /// <summary>Records the inputs that a call certainly did not create, so that nothing that fails from here on puts them in doubt.</summary>
    /// <param name="isSuspect">Whether an earlier call may have created an input.</param>
    public void ClearOfDoubt(FinishedCall call, Predicate<PendingInput> isSuspect)
    {
        var sentApart = MayBeCreated ? [] : Inputs.ToHashSet();
        for (var index = 0; index < call.Inputs.Count; index++)
        {
            var input = call.Inputs[index];
            var isRefused = sentApart.Contains(input)
                || call.Outcome.Inputs[index] is { Outcome: Outcome.Rejected } or { Outcome: Outcome.Deferred, MayBeCreated: false };
            if (isRefused && !isSuspect(input))
            {
                input.SentAt = input.Clearance?.SentAt;
            }
        }
    }
}
