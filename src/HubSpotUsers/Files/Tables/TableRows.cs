using HubSpotUsers.Messages;

namespace HubSpotUsers.Files.Tables;

/// <summary>
/// The users of a table: a row each. An empty cell sets nothing; cells that are missing at the end of a row are empty. Blank rows are none.
/// </summary>
/// <param name="table">The table, after its header.</param>
/// <param name="columns">What its columns are.</param>
internal sealed class TableRows(IRows<TableRow> table, IReadOnlyList<Column> columns) : IRows<FileRow>
{
    private const int MaxTraceIdLength = 256;

    private readonly Column[] _columns = [.. columns];
    private readonly string?[] _names = [.. columns.Select(column => column.Role is ColumnRole.Property ? column.Name : null)];
    private readonly List<InputFault> _faults = [];

    /// <inheritdoc/>
    public int Line => table.Line;

    /// <inheritdoc/>
    public byte[] HashOfRead() => table.HashOfRead();

    /// <inheritdoc/>
    public bool TryRead(out FileRow row)
    {
        if (!table.TryRead(out var read))
        {
            row = default;
            return false;
        }

        row = read switch
        {
            { Fault: { } fault } => FileRow.Faulty(read.Line, fault),
            { IsBlank: true } => new FileRow(read.Line, null, []),
            _ => Read(read.Line, read.Cells),
        };
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<bool> FillAsync() => table.FillAsync();

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();

    private FileRow Read(int line, string[] cells)
    {
        for (var extra = _columns.Length; extra < cells.Length; extra++)
        {
            if (!string.IsNullOrWhiteSpace(cells[extra]))
            {
                return FileRow.Faulty(line, $"The line has {cells.Length} fields, the header {_columns.Length}. A separator in a field must be within quotes.");
            }
        }

        _faults.Clear();
        var count = 0;
        List<Association>? associations = null;
        string? id = null;
        string? traceId = null;
        for (var at = 0; at < _columns.Length && at < cells.Length; at++)
        {
            var (column, value) = (_columns[at], cells[at]);
            if (string.IsNullOrWhiteSpace(value))
            {
                continue;
            }

            switch (column.Role)
            {
                case ColumnRole.Property:
                    Check(column, value);
                    count++;
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

        if (count is 0 && _faults.Count is 0)
        {
            return FileRow.Faulty(line, "The line has no value of any property: a user needs one at least.");
        }

        return _faults.Count is 0
            ? new FileRow(line, new UserInput { Associations = (IReadOnlyList<Association>?)associations ?? [], Properties = new RowProperties(_names, cells, count), ObjectWriteTraceId = traceId }, []) { Id = id }
            : new FileRow(line, null, [.. _faults]);
    }

    private void Check(Column column, string value)
    {
        if (column.Property is { } property && ValueRules.Check(property, value) is { } rule)
        {
            Fault(column, rule);
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
