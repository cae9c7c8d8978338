namespace HubSpotUsers;

/// <summary>A submission whose inputs are on their way; complete when the last of them has its outcome.</summary>
internal sealed class PendingSubmission
{
    private readonly TaskCompletionSource<SubmissionOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PendingInput[] _inputs;
    private int _open;

    public PendingSubmission(Submission submission, string? uniqueProperty, Func<BatchInput, ReadOnlyMemory<byte>> toJson, long arrivedAt)
    {
        Submission = submission;
        _inputs = new PendingInput[submission.Inputs.Count];
        _open = _inputs.Length;
        for (var position = 0; position < _inputs.Length; position++)
        {
            _inputs[position] = new PendingInput(this, submission.Inputs[position], uniqueProperty, toJson, arrivedAt);
        }
    }

    public Submission Submission { get; }

    public IReadOnlyList<PendingInput> Inputs => _inputs;

    public Task<SubmissionOutcome> Completion => _completion.Task;

    /// <summary>Records that one of its inputs has its outcome.</summary>
    public void Complete()
    {
        if (Interlocked.Decrement(ref _open) is 0)
        {
            _completion.TrySetResult(new SubmissionOutcome(Array.ConvertAll(_inputs, input => input.Outcome!), Calls()));
        }
    }

    /// <summary>Defers the inputs that are in no batch yet.</summary>
    public void DeferWaiting(string reason, DateTimeOffset? notBefore = null)
    {
        foreach (var input in ClaimWaiting())
        {
            input.Defer(reason, notBefore);
        }
    }

    /// <summary>Claims the inputs that are in no batch yet, so that none takes them.</summary>
    public IReadOnlyList<PendingInput> ClaimWaiting() => [.. _inputs.Where(input => input.TryClaim())];

    private BatchSummary[] Calls() => _inputs is [{ Call: var only }]
        ? only is null ? [] : [only]
        : [.. _inputs.Select(input => input.Call).OfType<BatchSummary>().DistinctBy(call => call.Id).OrderBy(call => call.Id)];
}
