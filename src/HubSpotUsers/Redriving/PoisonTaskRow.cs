using Azure.Data.Tables;
using HubSpotUsers.Messages;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Redriving;

/// <summary>The rows of tasks.</summary>
internal static class PoisonTaskRow
{
    /// <summary>The partition of tasks that a person asked for.</summary>
    public const string Partition = "task";

    /// <summary>The partition of scans, which the app asks for itself.</summary>
    public const string ScanPartition = "scan";

    private const string MessageId = nameof(MessageId);
    private const string Complements = "fedcba9876543210";

    /// <summary>The partition of a task's row.</summary>
    public static string PartitionOf(PoisonTask task) => task.Kind is PoisonTaskKind.Scan ? ScanPartition : Partition;

    /// <summary>The key of a task's row, and the id of a row's: each digit's complement, since a table gives its rows in order and the newest are read first.</summary>
    public static string KeyOf(string id) =>
        string.Concat(id.Select(digit => char.IsAsciiHexDigitLower(digit) ? Complements[digit <= '9' ? digit - '0' : digit - 'a' + 10] : digit));

    /// <summary>Makes a row.</summary>
    public static TableEntity Write(PoisonTask task)
    {
        var row = new TableEntity(PartitionOf(task), KeyOf(task.Id))
        {
            [nameof(PoisonTask.Kind)] = task.Kind.ToString(),
            [nameof(PoisonTask.State)] = task.State.ToString(),
            [nameof(PoisonTask.DecidedAt)] = task.DecidedAt,
            [nameof(PoisonTask.IsAboutDoubtful)] = task.IsAboutDoubtful,
            [nameof(PoisonTask.IsDryRun)] = task.IsDryRun,
            [nameof(PoisonTask.Slice)] = task.Slice,
            [nameof(PoisonTask.Messages)] = task.Messages,
            [nameof(PoisonTask.Users)] = task.Users,
            [nameof(PoisonTask.Skipped)] = task.Skipped,
        };
        row.AddIfKnown(nameof(PoisonFilter.Reason), task.Filter.Reason?.ToString());
        row.AddIfKnown(nameof(PoisonFilter.Source), task.Filter.Source);
        row.AddIfKnown(MessageId, task.Filter.Id);
        row.AddIfKnown(nameof(PoisonFilter.From), task.Filter.From);
        row.AddIfKnown(nameof(PoisonFilter.To), task.Filter.To);
        row.AddIfKnown(nameof(PoisonTask.PerSecond), task.PerSecond);
        row.AddIfKnown(nameof(PoisonTask.Index), task.Index);
        row.AddIfKnown(nameof(PoisonTask.HubSpotId), task.HubSpotId);
        row.AddIfKnown(nameof(PoisonTask.Rows), task.Rows);
        row.AddIfKnown(nameof(PoisonTask.Hashes), task.Hashes);
        row.AddIfKnown(nameof(PoisonTask.NextAt), task.NextAt);
        row.AddIfKnown(nameof(PoisonTask.EndedAt), task.EndedAt);
        row.AddIfKnown(nameof(PoisonTask.Detail), task.Detail);
        return row;
    }

    /// <summary>Reads a row. What cannot be read whole is of <see cref="PoisonTaskKind.Unknown"/> kind: a part that is passed over might be what keeps messages from being dropped.</summary>
    public static PoisonTask Read(TableEntity row)
    {
        var isReadable = row[nameof(PoisonTask.IsAboutDoubtful)] is bool && row[nameof(PoisonTask.IsDryRun)] is bool;
        var isScan = row.PartitionKey is ScanPartition;
        var task = new PoisonTask
        {
            Id = KeyOf(row.RowKey),
            Kind = isScan ? PoisonTaskKind.Scan : Required(Name<PoisonTaskKind>(nameof(PoisonTask.Kind)), PoisonTaskKind.Unknown),
            State = Required(Name<PoisonTaskState>(nameof(PoisonTask.State)), PoisonTaskState.Running),
            Filter = new PoisonFilter(
                Name<PoisonReason>(nameof(PoisonFilter.Reason)),
                row.Text(nameof(PoisonFilter.Source)),
                row.Text(MessageId),
                Optional(nameof(PoisonFilter.From), row.Time(nameof(PoisonFilter.From))),
                Optional(nameof(PoisonFilter.To), row.Time(nameof(PoisonFilter.To)))),
            DecidedAt = Required(row.Time(nameof(PoisonTask.DecidedAt)), DateTimeOffset.UnixEpoch),
            IsAboutDoubtful = row.Says(nameof(PoisonTask.IsAboutDoubtful)),
            IsDryRun = row.Says(nameof(PoisonTask.IsDryRun)),
            PerSecond = Optional(nameof(PoisonTask.PerSecond), row.Count(nameof(PoisonTask.PerSecond))),
            Index = Optional(nameof(PoisonTask.Index), row.Count(nameof(PoisonTask.Index))),
            HubSpotId = row.Text(nameof(PoisonTask.HubSpotId)),
            Slice = Required(row.Count(nameof(PoisonTask.Slice)), 0),
            Messages = row.Count(nameof(PoisonTask.Messages)) ?? 0,
            Users = row.Count(nameof(PoisonTask.Users)) ?? 0,
            Skipped = row.Count(nameof(PoisonTask.Skipped)) ?? 0,
            Rows = row.Count(nameof(PoisonTask.Rows)),
            Hashes = row.Count(nameof(PoisonTask.Hashes)),
            NextAt = row.Time(nameof(PoisonTask.NextAt)),
            EndedAt = row.Time(nameof(PoisonTask.EndedAt)),
            Detail = row.Text(nameof(PoisonTask.Detail)),
            ETag = row.ETag,
        };
        task = task with { ChangedAt = row.Timestamp ?? task.DecidedAt };
        return isReadable || isScan ? task : task with { Kind = PoisonTaskKind.Unknown };

        T? Name<T>(string name)
            where T : struct, Enum => Optional<T>(name, Enum.TryParse<T>(row.Text(name), out var value) && Enum.IsDefined(value) ? value : null);

        T? Optional<T>(string name, T? value)
            where T : struct
        {
            isReadable &= value is not null || row[name] is null;
            return value;
        }

        T Required<T>(T? value, T otherwise)
            where T : struct
        {
            isReadable &= value is not null;
            return value ?? otherwise;
        }
    }
}
