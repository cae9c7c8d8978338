using HubSpotUsers.Messages;

namespace HubSpotUsers.Files;

/// <summary>A row of a file of users.</summary>
/// <param name="Line">The line it begins on, from 1; in a workbook its row, in a JSON array the user's number.</param>
/// <param name="User">The user; null for a blank or faulty row.</param>
/// <param name="Faults">What is wrong with it; empty for a user or a blank row.</param>
internal readonly record struct FileRow(int Line, UserInput? User, IReadOnlyList<InputFault> Faults)
{
    /// <summary>The producer's own id of the user; null when it gave none.</summary>
    public string? Id { get; init; }

    /// <summary>The user as it is sent: with the trace id of its line, unless it has a trace id or an id of its own; null for a blank or faulty row.</summary>
    public UserInput? Traced => User is { ObjectWriteTraceId: null } user && Id is null ? user with { ObjectWriteTraceId = LineTraceId.Of(Line) } : User;

    /// <summary>Whether nothing is in it.</summary>
    public bool IsBlank => User is null && Faults.Count is 0;

    /// <summary>A row with one fault.</summary>
    public static FileRow Faulty(int line, string detail) => new(line, null, [new InputFault(string.Empty, detail)]);
}
