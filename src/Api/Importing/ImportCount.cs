using Api.Requests;
using HubSpotUsers.Messages;

namespace Api.Importing;

/// <summary>Counts the lines of an import and keeps the first errors.</summary>
/// <param name="maxLines">How many faulty lines the response names.</param>
internal sealed class ImportCount(int maxLines)
{
    private const string Properties = "/properties/";

    /// <summary>A line with more faults is of another kind than it seems, and the first say so.</summary>
    private const int MaxFaultsOfLine = 20;

    private readonly List<LineError> _errors = [];

    public int Lines { get; private set; }

    public int Faulty { get; private set; }

    public int Blank { get; private set; }

    public IReadOnlyList<LineError> Errors => _errors;

    /// <summary>The faults that are kept with the request.</summary>
    public List<LineFault> Kept { get; } = [];

    /// <summary>Counts a line with a user.</summary>
    public void Good() => Lines++;

    /// <summary>Counts a blank line.</summary>
    public void Skip() => Blank++;

    /// <summary>Counts a line with faults.</summary>
    public void Bad(int line, IEnumerable<InputFault> faults)
    {
        Lines++;
        Faulty++;
        List<InputFault> first = [.. faults.Take(MaxFaultsOfLine)];
        if (Faulty <= FaultTable.MaxLines)
        {
            Kept.AddRange(first.Select(fault => new LineFault(line, fault.Pointer, fault.Detail)));
        }

        if (Faulty <= maxLines)
        {
            _errors.AddRange(first.Select(fault => new LineError(line, fault.Pointer, fault.Detail, ColumnOf(fault.Pointer))));
        }
    }

    /// <summary>A column of a table sets the property that its pointer names.</summary>
    private static string? ColumnOf(string pointer) => pointer.StartsWith(Properties, StringComparison.Ordinal)
        ? pointer[Properties.Length..].Split('/')[0].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
        : null;
}

/// <summary>What is wrong with a line of an import.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Pointer">Where in the user the fault is: a JSON pointer (RFC 6901), empty for the whole user.</param>
/// <param name="Detail">What is wrong and what to do about it.</param>
/// <param name="Column">The column, or the property, that is at fault; null when it is the line as a whole.</param>
internal sealed record LineError(int Line, string Pointer, string Detail, string? Column);
