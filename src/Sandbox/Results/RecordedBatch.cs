namespace Sandbox.Results;

/// <summary>A row of the batches table, as far as it is shown.</summary>
internal sealed record RecordedBatch(
    Guid Id,
    DateTimeOffset SentAt,
    string Outcome,
    int? HttpStatus,
    int Inputs,
    int Created,
    int Duplicate,
    int Rejected,
    int Unknown,
    int Deferred,
    int DurationMs,
    string? ErrorSummary);
