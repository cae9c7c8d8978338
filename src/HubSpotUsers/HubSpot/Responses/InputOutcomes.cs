using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>The outcomes of a call's inputs as its response gives them: the first statement about an input counts, what contradicts it is an anomaly.</summary>
/// <param name="inputs">The batch, in the order it was sent.</param>
/// <param name="callId">The id of the call.</param>
internal sealed class InputOutcomes(IReadOnlyList<BatchInput> inputs, Guid callId)
{
    private readonly InputOutcome?[] _outcomes = new InputOutcome?[inputs.Count];
    private readonly HashSet<string> _givenIds = new(StringComparer.Ordinal);

    /// <summary>What contradicts itself or what was sent.</summary>
    public List<string> Anomalies { get; } = [];

    /// <summary>The positions of the inputs without an outcome.</summary>
    public List<int> Open => [.. Enumerable.Range(0, inputs.Count).Where(index => _outcomes[index] is null)];

    /// <summary>How many inputs HubSpot refused or had already.</summary>
    public int FailedCount => _outcomes.Count(outcome => outcome is { Outcome: Outcome.Rejected or Outcome.Duplicate });

    /// <summary>Takes a record as an input's.</summary>
    public void Created(int index, UserRecord record)
    {
        if (_outcomes[index] is not null)
        {
            Anomalies.Add($"Result {record.Id} belongs to an input that has a result already");
            return;
        }

        var id = record.Id is { Length: > 0 } ? record.Id : null;
        if (id is not null && !_givenIds.Add(id))
        {
            Anomalies.Add($"Result {id} is that of several inputs; the first has it");
            id = null;
        }

        _outcomes[index] = new InputOutcome { InputKey = inputs[index].Key, BatchId = callId, Outcome = Outcome.Created, HubSpotId = id };
    }

    /// <summary>Takes an input as created without saying which of the records is its.</summary>
    public void CreatedWithoutId(int index) => _outcomes[index] = new InputOutcome
    {
        InputKey = inputs[index].Key,
        BatchId = callId,
        Outcome = Outcome.Created,
        ErrorMessage = "Created; which of the batch's ids is this user's cannot be determined",
    };

    /// <summary>Takes an error as an input's.</summary>
    /// <param name="message">What it says, without values.</param>
    public void Failed(int index, StandardError error, string? message)
    {
        if (_outcomes[index] is { } earlier)
        {
            Anomalies.Add(earlier.Outcome is Outcome.Created
                ? $"{earlier.InputKey} is among the results and the errors; the result counts"
                : $"{earlier.InputKey} is named by more than one error; the first counts");
            return;
        }

        var isDuplicate = DuplicateRule.IsConflict(error);
        _outcomes[index] = new InputOutcome
        {
            InputKey = inputs[index].Key,
            BatchId = callId,
            Outcome = isDuplicate ? Outcome.Duplicate : Outcome.Rejected,
            ExistingId = isDuplicate ? DuplicateRule.ExistingId(error.Context, error.Message, error.Errors) : null,
            ErrorCategory = HubSpotCode.Of(error.Category),
            ErrorMessage = message,
        };
    }

    /// <summary>Takes an input as refused for one of several reasons.</summary>
    public void Refused(int index, string? category, string reasons) => _outcomes[index] = new InputOutcome
    {
        InputKey = inputs[index].Key,
        BatchId = callId,
        Outcome = Outcome.Rejected,
        ErrorCategory = category,
        ErrorMessage = reasons,
    };

    /// <summary>Gives an outcome for each input, in their order: an open one is unknown.</summary>
    /// <param name="silence">Describes a response that says nothing of an input.</param>
    public IReadOnlyList<InputOutcome> Complete(Func<string> silence) => [.. _outcomes.Select((outcome, index) => outcome ?? new InputOutcome
    {
        InputKey = inputs[index].Key,
        BatchId = callId,
        Outcome = Outcome.Unknown,
        ErrorMessage = silence(),
    })];
}
