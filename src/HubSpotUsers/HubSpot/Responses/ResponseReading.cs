using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>One reading of one response: matches results, then errors, then what is left over by elimination.</summary>
/// <param name="inputs">The batch, in the order it was sent.</param>
/// <param name="callId">The id of the call.</param>
/// <param name="uniqueProperty">The property whose values tell users apart; null when the account has none.</param>
internal sealed class ResponseReading(IReadOnlyList<BatchInput> inputs, Guid callId, string? uniqueProperty)
{
    private const string TraceIdContext = "objectWriteTraceId";
    private const string CompleteStatus = "COMPLETE";
    private const int MaxReasons = 5;

    private readonly ErrorText _text = new(inputs.Select(input => input.User));
    private readonly InputMatcher _matcher = new(inputs, uniqueProperty);
    private readonly InputOutcomes _outcomes = new(inputs, callId);
    private readonly List<string> _createdIds = [];
    private readonly HashSet<string> _listedIds = new(StringComparer.Ordinal);
    private readonly List<UserRecord> _strayRecords = [];
    private readonly List<StandardError> _strayErrors = [];

    /// <summary>Whether stray errors name something, though nothing that was sent: cut off or changed, it is some input of the batch.</summary>
    private bool _haveNames;
    private bool _isNoneOfTheOpenCreated;

    public BatchOutcome Read(BatchResponse response)
    {
        ReadResults(WithoutRepeats(response.Results ?? []));
        ReadErrors(response.Errors ?? []);
        Eliminate();
        ReadSummary(response);
        return new BatchOutcome(_outcomes.Complete(() => SilenceOf(response)), _createdIds, _outcomes.Anomalies)
        {
            AreErrorsNameless = _strayErrors.Count > 0 && response.Status is CompleteStatus,
            IsNoneOfTheOpenCreated = _isNoneOfTheOpenCreated,
        };
    }

    /// <summary>A record that is reported twice is still one user: it must not stand for another.</summary>
    private List<UserRecord> WithoutRepeats(IReadOnlyList<UserRecord?> records)
    {
        var seen = new HashSet<(string Id, string? TraceId)>(records.Count);
        var once = new List<UserRecord>(records.Count);
        foreach (var record in records.OfType<UserRecord>())
        {
            if (record.Id is { Length: > 0 } id && !seen.Add((id, record.ObjectWriteTraceId)))
            {
                _outcomes.Anomalies.Add($"Result {id} is reported twice");
            }
            else
            {
                once.Add(record);
            }
        }

        return once;
    }

    private void ReadResults(List<UserRecord> records)
    {
        var unmatched = new List<UserRecord>();
        var seen = new HashSet<string>(records.Count, StringComparer.Ordinal);
        var repeated = records.Select(record => record.ObjectWriteTraceId).OfType<string>().Where(traceId => !seen.Add(traceId)).ToHashSet(StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (record.Id is { Length: > 0 } id && _listedIds.Add(id))
            {
                _createdIds.Add(id);
            }

            if (ByTraceId(record, repeated) is { } index)
            {
                _outcomes.Created(index, record);
            }
            else
            {
                unmatched.Add(record);
            }
        }

        // Only now: a record with its trace id is surer of its input than one that is matched by values.
        foreach (var record in unmatched)
        {
            if (_matcher.ByProperties(record) is { } index)
            {
                _outcomes.Created(index, record);
            }
            else
            {
                _strayRecords.Add(record);
            }
        }
    }

    private int? ByTraceId(UserRecord record, HashSet<string> repeated)
    {
        if (record.ObjectWriteTraceId is not { } traceId)
        {
            return null;
        }

        if (repeated.Contains(traceId))
        {
            // At most one of them can be right, and nothing says which.
            _outcomes.Anomalies.Add($"Result {record.Id} has a trace id that other results have too");
            return null;
        }

        if (_matcher.ByTraceId(traceId) is { } index)
        {
            return index;
        }

        _outcomes.Anomalies.Add($"Result {record.Id} has a trace id that was not sent");
        return null;
    }

    private void ReadErrors(IReadOnlyList<StandardError?> errors)
    {
        foreach (var error in errors.OfType<StandardError>())
        {
            List<string> texts = [.. TraceIdsOf(error)];
            List<int> named = [.. texts.SelectMany(_matcher.ByTraceIds).Distinct()];
            for (var unsent = texts.Count(text => _matcher.ByTraceIds(text).Count is 0); unsent > 0; unsent--)
            {
                _outcomes.Anomalies.Add($"An error ({HubSpotCode.Of(error.Category)}) names a trace id that was not sent");
            }

            if (named.Count is 0 && DuplicateRule.TakenValue(error.Message) is { } taken && _matcher.ByProperty(taken.Property, taken.Value) is { } owner)
            {
                named.Add(owner);
            }
            else if (named.Count is 0)
            {
                _strayErrors.Add(error);
                _haveNames |= texts.Count > 0;
            }

            named.ForEach(index => _outcomes.Failed(index, error, _text.Of(error.Message, error.Errors)));
        }
    }

    /// <summary>The texts in which an error names inputs, wherever they stand.</summary>
    private static IEnumerable<string> TraceIdsOf(StandardError error) => (error.Errors ?? [])
        .SelectMany(detail => detail?.Context?.GetValueOrDefault(TraceIdContext) ?? [])
        .Concat(error.Context?.GetValueOrDefault(TraceIdContext) ?? [])
        .Concat(error.ObjectWriteTraceId ?? [])
        .Where(text => !string.IsNullOrWhiteSpace(text))
        .Distinct(StringComparer.Ordinal);

    /// <summary>What is left over on both sides belongs together when no other pairing is possible.</summary>
    private void Eliminate()
    {
        var open = _outcomes.Open;
        switch (open.Count, _strayRecords.Count, _strayErrors.Count)
        {
            case (1, 1, 0) when HaveIds():
                _outcomes.Created(open[0], _strayRecords[0]);
                _strayRecords.Clear();
                break;
            case (1, 0, 1):
            case (1, 0, > 1) when inputs.Count is 1:
                _outcomes.Failed(open[0], _strayErrors[0], _text.Of(_strayErrors[0].Message, _strayErrors[0].Errors));
                _strayErrors.Clear();
                break;
            case ( > 1, var records, 0) when records == open.Count && HaveIds():
                open.ForEach(_outcomes.CreatedWithoutId);
                break;
            case ( > 1, 0, var errors) when errors == open.Count && !_haveNames && !_strayErrors.Exists(DuplicateRule.IsConflict):
                var (category, reasons) = (HubSpotCode.Of(_strayErrors[0].Category), ReasonsOf(error => _text.Of(error.Message, error.Errors)));
                open.ForEach(index => _outcomes.Refused(index, category, reasons));
                _strayErrors.Clear();
                break;
            case ( > 1, 0, var errors) when errors == open.Count && !_haveNames:
                // Some of them are there already: which, and under what ids, only calls of their own tell.
                _isNoneOfTheOpenCreated = true;
                break;
        }
    }

    /// <summary>A record that names neither its input nor itself says too little to stand for a user.</summary>
    private bool HaveIds() => _strayRecords.TrueForAll(record => record.Id is { Length: > 0 });

    private void ReadSummary(BatchResponse response)
    {
        if (response.Status is not CompleteStatus)
        {
            _outcomes.Anomalies.Add($"The batch's status is {Known(response.Status)}");
        }

        if (_strayRecords.Count > 0)
        {
            _outcomes.Anomalies.Add($"{_strayRecords.Count} results could not be attributed: {string.Join(", ", _strayRecords.Select(record => record.Id))}");
        }

        if (_strayErrors.Count > 0)
        {
            _outcomes.Anomalies.Add($"{_strayErrors.Count} errors name no input: {StrayReasons()}");
        }

        var failed = _outcomes.FailedCount;
        if (response.NumErrors is { } counted && counted != failed && counted != (response.Errors?.Count ?? 0))
        {
            _outcomes.Anomalies.Add($"HubSpot counted {counted} errors and listed {failed}");
        }
    }

    private string SilenceOf(BatchResponse response) => _strayErrors.Count is 0
        ? $"HubSpot's response (status {Known(response.Status)}) says nothing of this user"
        : $"HubSpot's response (status {Known(response.Status)}) has errors that name no user: {StrayReasons()}";

    private string StrayReasons() => ReasonsOf(error => $"{HubSpotCode.Of(error.Category)} {_text.Of(error.Message, error.Errors)}".Trim());

    /// <summary>What the errors say that name no input, each thing once.</summary>
    private string ReasonsOf(Func<StandardError, string?> describe) =>
        string.Join("; ", _strayErrors.Select(describe).OfType<string>().Distinct(StringComparer.Ordinal).Take(MaxReasons));

    private static string Known(string? status) => status is { Length: > 0 and <= 20 } ? status : "missing";
}
