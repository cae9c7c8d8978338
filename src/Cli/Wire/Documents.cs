namespace Cli.Wire;

// What the app's API sends, as far as it is shown: the schemas of docs/openapi.json, by which a test holds these names.

/// <summary>Problem details (RFC 9457).</summary>
internal sealed record Problem(string Title, int? Status, string? Detail, IReadOnlyList<InputFault>? Errors, string? RequestId);

/// <summary>What is wrong with a field.</summary>
internal sealed record InputFault(string Pointer, string Detail);

/// <summary>What is wrong with a line of a file.</summary>
internal sealed record LineError(int Line, string Pointer, string Detail, string? Column);

/// <summary>The response to a dry run of an import.</summary>
internal sealed record ImportCheck(int Lines, int Acceptable, int Faulty, int Skipped, ImportedFile File, IReadOnlyList<LineError> Errors);

/// <summary>The response to an import.</summary>
internal sealed record ImportResponse(string RequestId, int Lines, int Accepted, int Faulty, int Skipped, int Messages, ImportedFile File, IReadOnlyList<LineError> Errors);

/// <summary>How a file was read.</summary>
internal sealed record ImportedFile(string Kind, string? Encoding, string? Separator, IReadOnlyList<ImportedColumn>? Columns, bool? PropertiesChecked);

/// <summary>What a column was read as.</summary>
internal sealed record ImportedColumn(int Number, string Role, string? Name)
{
    /// <summary>What its cells become, as a map says it.</summary>
    public string Becomes() => Role switch
    {
        "TraceId" => "objectWriteTraceId",
        "Id" => "id",
        "Association" => $"association:{Name}",
        "Property" => Name!,
        _ => "-",
    };
}

/// <summary>How far a request is.</summary>
internal sealed record RequestView(
    string RequestId,
    string Kind,
    string State,
    DateTimeOffset ReceivedAt,
    int Inputs,
    int? Messages,
    int? Lines,
    int? FaultyLines,
    IReadOnlyDictionary<string, int> Outcomes,
    int Pending,
    int NeedsAttention)
{
    /// <summary>Whether every user has its outcome.</summary>
    public bool IsDone() => State is "Done";
}

/// <summary>The uploads of a day.</summary>
internal sealed record RequestList(string Day, IReadOnlyList<RequestView> Requests, string? Continuation);

/// <summary>What became of a user, or what is wrong with a line.</summary>
internal sealed record UserLine(
    int? Line,
    int? Index,
    string? ObjectWriteTraceId,
    string? SourceId,
    string Outcome,
    string? Id,
    string? ExistingId,
    string? ErrorCategory,
    string? ErrorMessage,
    string? BatchId,
    DateTimeOffset? CompletedAt);

/// <summary>A page of users.</summary>
internal sealed record UserPage(IReadOnlyList<UserLine> Users, string? Continuation);

/// <summary>The users of a message or request, which have no lines here.</summary>
internal sealed record UserList(IReadOnlyList<UserLine> Users, string? Continuation);

/// <summary>A batch's users, which have no lines here.</summary>
internal sealed record BatchDetail(IReadOnlyList<UserLine> Users);

/// <summary>What became of a person: the newest users, and whether these are all.</summary>
internal sealed record FoundUsers(IReadOnlyList<UserLine> Users, bool IsComplete);

/// <summary>Whom to find.</summary>
internal sealed record FindRequest(string? UniqueValue, string? TraceId, int? Days);

/// <summary>Who is to be erased.</summary>
internal sealed record EraseRequest(string? UniqueValue, string? SourceId, int? Index, bool? DryRun);
