using System.Globalization;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Retention;

/// <summary>How far the removal of old rows is: its round of the day, and what it must know from one round to the next.</summary>
internal sealed record RetentionRound
{
    /// <summary>The partition of the control table in which it is kept.</summary>
    public const string Partition = "retention";

    private const string Row = "round";
    private const string DayForm = "yyyyMMdd";

    /// <summary>The round's day; null before the first.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>How many of its steps are done.</summary>
    public int Step { get; init; }

    /// <summary>Whether it is done.</summary>
    public bool IsDone { get; init; }

    /// <summary>The task over the poison queue that it waits for.</summary>
    public string? TaskId { get; init; }

    /// <summary>Whether all messages of the poison queue were listed in this round.</summary>
    public bool IsPoisonListed { get; init; }

    /// <summary>Where the scan of users goes on, also in a later round; null at its beginning.</summary>
    public string? Continuation { get; init; }

    /// <summary>Since when every look at the queue has found that old messages do not wait; null when the last did not.</summary>
    public DateTimeOffset? SteadySince { get; init; }

    /// <summary>When the queue was last looked at.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>When the rows whose keys tell no day were last gone through.</summary>
    public DateTimeOffset? ScannedAt { get; init; }

    /// <summary>Reads the row.</summary>
    internal static async Task<RetentionRound> ReadAsync(TableClient table)
    {
        var found = await table.FindAsync(Partition, Row);
        return found is null ? new RetentionRound() : new RetentionRound
        {
            Day = DateOnly.TryParseExact(found.Text(nameof(Day)), DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
            Step = found.Count(nameof(Step)) ?? 0,
            IsDone = found.Says(nameof(IsDone)),
            TaskId = found.Text(nameof(TaskId)),
            IsPoisonListed = found.Says(nameof(IsPoisonListed)),
            Continuation = found.Text(nameof(Continuation)),
            SteadySince = found.Time(nameof(SteadySince)),
            LookedAt = found.Time(nameof(LookedAt)),
            ScannedAt = found.Time(nameof(ScannedAt)),
        };
    }

    /// <summary>Writes the row.</summary>
    internal Task WriteAsync(TableClient table)
    {
        var row = new TableEntity(Partition, Row) { [nameof(Step)] = Step, [nameof(IsDone)] = IsDone, [nameof(IsPoisonListed)] = IsPoisonListed };
        row.AddIfKnown(nameof(Day), Day?.ToString(DayForm, CultureInfo.InvariantCulture));
        row.AddIfKnown(nameof(TaskId), TaskId);
        row.AddIfKnown(nameof(Continuation), Continuation);
        row.AddIfKnown(nameof(SteadySince), SteadySince);
        row.AddIfKnown(nameof(LookedAt), LookedAt);
        row.AddIfKnown(nameof(ScannedAt), ScannedAt);
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace);
    }
}
