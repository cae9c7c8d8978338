
namespace HubSpotUsers.Messages.Files;

/// <summary>Users as the rows of a table (text/csv): the header names the properties, an empty cell sets none.</summary>
internal sealed class CsvUserLines : IUserLines
{
    private const int MaxColumns = 1000;

    private readonly List<string> _names;

    private CsvUserLines(List<string> names) => _names = names;

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidMessageException">There is none that names properties.</exception>
    public static CsvUserLines Of(ImportRecord? header)
    {
        if (header is not { Fault: null } record || CsvFields.Split(record.Bytes.Span, out var fault) is not { } names || fault is not null)
        {
            throw Refuse("The first line must be a header with the names of the properties, in UTF-8 and separated by commas.");
        }

        names = names.ConvertAll(name => name.Trim());
        if (names.Count > MaxColumns || names.Exists(name => name.Length is 0))
        {
            throw Refuse($"The header must name every column, at most {MaxColumns} of them.");
        }

        return names.Distinct(StringComparer.Ordinal).Count() == names.Count
            ? new CsvUserLines(names)
            : throw Refuse("The header names a property twice.");
    }

    /// <inheritdoc/>
    public UserInput? Read(ReadOnlyMemory<byte> record, out IReadOnlyList<InputFault> faults)
    {
        var cells = CsvFields.Split(record.Span, out var fault);
        if (fault is null && cells.Count != _names.Count)
        {
            fault = $"The line has {cells.Count} fields, the header {_names.Count}.";
        }

        if (fault is not null)
        {
            faults = [new InputFault(string.Empty, fault)];
            return null;
        }

        faults = [];
        return new UserInput
        {
            Associations = [],
            Properties = _names.Zip(cells).Where(pair => pair.Second.Length > 0).ToDictionary(StringComparer.Ordinal),
        };
    }

    private static InvalidMessageException Refuse(string detail) => new(MessageFaultReason.WrongShape, new InputFault(string.Empty, detail));
}
