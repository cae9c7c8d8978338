using HubSpotUsers.Messages;

namespace HubSpotUsers.Files.Tables;

/// <summary>
/// The users of a table: a row each. An empty cell sets nothing; cells that are missing at the end of a row are empty. Blank rows are none.
/// </summary>
/// <param name="table">The table, after its header.</param>
/// <param name="columns">What its columns are.</param>
internal sealed class TableRows(ITable table, IReadOnlyList<Column> columns) : IUserRows
{
    private const int MaxTraceIdLength = 256;

    private readonly List<InputFault> _faults = [];

    /// <inheritdoc/>
    public int Line => table.Line;

    /// <inheritdoc/>
    public byte[] HashOfRead() => table.HashOfRead();

    /// <inheritdoc/>
    public async ValueTask<UserRow?> NextAsync() => await table.NextAsync() is not { } row
        ? null
        : row switch
        {
            { Fault: { } fault } => UserRow.Faulty(row.Line, fault),
            { IsBlank: true } => new UserRow(row.Line, null, []),
            _ => Read(row.Line, row.Cells),
        };

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();

    private UserRow Read(int line, IReadOnlyList<string> cells)
    {
        for (var extra = columns.Count; extra < cells.Count; extra++)
        {
            if (!string.IsNullOrWhiteSpace(cells[extra]))
            {
                return UserRow.Faulty(line, $"The line has {cells.Count} fields, the header {columns.Count}. A separator in a field must be within quotes.");
            }
        }

        _faults.Clear();
        var properties = new Dictionary<string, string>(columns.Count, StringComparer.Ordinal);
        List<Association>? associations = null;
        string? id = null;
        string? traceId = null;
        for (var at = 0; at < Math.Min(columns.Count, cells.Count); at++)
        {
            var (column, value) = (columns[at], cells[at]);
            if (string.IsNullOrWhiteSpace(value))
            {
                continue;
            }

            switch (column.Role)
            {
                case ColumnRole.Property:
                    Add(properties, column, value);
                    break;
                case ColumnRole.Id:
                    id = Id(column, value.Trim());
                    break;
                case ColumnRole.TraceId when value.Length <= MaxTraceIdLength:
                    traceId = value;
                    break;
                case ColumnRole.TraceId:
                    Fault(column, $"takes at most {MaxTraceIdLength} characters");
                    break;
                case ColumnRole.Association:
                    (associations ??= []).AddRange(Associations(column, value));
                    break;
            }
        }

        if (properties.Count is 0 && _faults.Count is 0)
        {
            return UserRow.Faulty(line, "The line has no value of any property: a user needs one at least.");
        }

        return _faults.Count is 0
            ? new UserRow(line, new UserInput { Associations = associations ?? [], Properties = properties, ObjectWriteTraceId = traceId }, []) { Id = id }
            : new UserRow(line, null, [.. _faults]);
    }

    private void Add(Dictionary<string, string> properties, Column column, string value)
    {
        if (column.Property is { } property && ValueRules.Check(property, value) is { } rule)
        {
            Fault(column, rule);
        }
        else
        {
            properties[column.Name!] = value;
        }
    }

    private string? Id(Column column, string value)
    {
        if (SourceId.IsValid(value))
        {
            return value;
        }

        Fault(column, "takes a key of your own, 1 to 128 of A-Z a-z 0-9 . _ : - (never personal data, since it is stored)");
        return null;
    }

    private IEnumerable<Association> Associations(Column column, string value)
    {
        foreach (var id in value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (id.All(char.IsAsciiDigit))
            {
                yield return new Association(new ObjectId(id), [column.Association!]);
            }
            else
            {
                Fault(column, "takes the ids of records, which are numbers, several separated by semicolons");
                yield break;
            }
        }
    }

    private void Fault(Column column, string rule) => _faults.Add(new InputFault(column.Pointer, $"{char.ToUpperInvariant(column.Title[0])}{column.Title[1..]} {rule}."));
}
