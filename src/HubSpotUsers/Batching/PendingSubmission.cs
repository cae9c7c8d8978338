using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Batching;

/// <summary>A submission whose inputs are on their way; complete when the last of them has its outcome.</summary>
internal sealed class PendingSubmission
{
    private readonly TaskCompletionSource<SubmissionOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly InputOutcome[] _outcomes;
    private readonly List<BatchSummary> _batches = [];
    private int _open;

    public PendingSubmission(Submission submission, string? uniqueProperty, long arrivedAt)
    {
        Submission = submission;
        _outcomes = new InputOutcome[submission.Inputs.Count];
        _open = submission.Inputs.Count;
        Inputs = [.. submission.Inputs.Select((input, position) => new PendingInput(this, position, input, uniqueProperty, arrivedAt))];
    }

    public Submission Submission { get; }

    public IReadOnlyList<PendingInput> Inputs { get; }

    public Task<SubmissionOutcome> Completion => _completion.Task;

    /// <summary>Takes the outcome of one input, and the batch it was in.</summary>
    public void Complete(PendingInput input, InputOutcome outcome, BatchSummary? batch)
    {
        lock (_gate)
        {
            _outcomes[input.Position] = outcome;
            if (batch is not null && !_batches.Contains(batch))
            {
                _batches.Add(batch);
            }

            if (--_open > 0)
            {
                return;
            }
        }

        _completion.TrySetResult(new SubmissionOutcome(_outcomes, _batches));
    }

    /// <summary>Fails the submission as a whole: storage does not take its results.</summary>
    public void Fail(Exception exception) => _completion.TrySetException(exception);

    /// <summary>Takes back the inputs that are in no batch yet.</summary>
    public void GiveUp(string reason)
    {
        foreach (var input in Inputs.Where(input => input.TryClaim()))
        {
            Complete(input, new InputOutcome { InputKey = input.Input.Key, Outcome = Outcome.Deferred, ErrorMessage = reason }, batch: null);
        }
    }
}
