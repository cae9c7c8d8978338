using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Pausing;

/// <summary>The table through which processes and operators say whether anything is sent.</summary>
/// <param name="service">The storage account.</param>
internal sealed class ControlTable(TableServiceClient service)
{
    /// <summary>The table.</summary>
    public const string TableName = TableNames.Control;

    /// <summary>The partition of what is read here.</summary>
    public const string Partition = "control";

    /// <summary>The operator's row: its property <c>Mode</c> is a <see cref="ProcessingMode"/> and outranks the setting.</summary>
    public const string ModeRow = "mode";

    private const string PauseRow = "pause";

    private readonly TableClient _table = service.GetTableClient(TableName);

    /// <summary>Reads both rows.</summary>
    internal async Task<ControlRows> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken)
            .ToDictionaryAsync(row => row.RowKey, StringComparer.Ordinal, cancellationToken);
        return new ControlRows(rows.GetValueOrDefault(ModeRow)?["Mode"]?.ToString(), rows.GetValueOrDefault(PauseRow) is { } pause ? FromRow(pause) : null);
    }

    /// <summary>Writes the operator's row; null removes it, so that the setting holds.</summary>
    internal Task WriteModeAsync(ProcessingMode? mode) => mode is { } wanted
        ? _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(new TableEntity(Partition, ModeRow) { ["Mode"] = wanted.ToString() }, TableUpdateMode.Replace))
        : _table.RemoveIfThereAsync(Partition, ModeRow);

    /// <summary>Tells all processes of a pause.</summary>
    internal Task WriteAsync(Pause pause) => _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(ToRow(pause), TableUpdateMode.Replace));

    /// <summary>Tells all processes that a pause is over.</summary>
    internal Task ClearAsync() => _table.RemoveIfThereAsync(Partition, PauseRow);

    private static TableEntity ToRow(Pause pause)
    {
        var row = new TableEntity(Partition, PauseRow) { ["Reason"] = pause.Reason.ToString(), ["Until"] = pause.Until };
        row.AddIfKnown("Detail", pause.Detail);
        row.AddIfKnown("Category", pause.Category);
        return row;
    }

    /// <summary>Without a time that can be read there is no pause; a reason that cannot be read is none to go on sending.</summary>
    private static Pause? FromRow(TableEntity row) => row.Time("Until") is { } until
        ? new Pause(Enum.TryParse<PauseReason>(row.Text("Reason"), out var reason) && Enum.IsDefined(reason) ? reason : PauseReason.Other, until, row.Text("Detail")) { Category = row.Text("Category") }
        : null;
}

/// <summary>What the control table says.</summary>
/// <param name="Mode">The operator's text; null when there is none.</param>
/// <param name="Pause">The pause the processes share; null when there is none.</param>
internal sealed record ControlRows(string? Mode, Pause? Pause);
