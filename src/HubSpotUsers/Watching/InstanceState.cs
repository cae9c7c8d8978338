using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Watching;

/// <summary>What a process says of itself.</summary>
/// <param name="Id">The process.</param>
/// <param name="Version">The version and the commit it was built from.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="SeenAt">When it said so.</param>
/// <param name="UsersPerSecond">How many users got their outcome, a second, since it said so before.</param>
/// <param name="MessagesInProcess">How many messages it is processing.</param>
/// <param name="TokenAgeSeconds">How long ago its token was read from the vault, or confirmed by it; null when it has none.</param>
/// <param name="DayLimit">The calls the account may make a day, as HubSpot reported it; null when it has not.</param>
/// <param name="DayRemaining">Those that were left then.</param>
internal sealed record InstanceState(
    string Id,
    string Version,
    DateTimeOffset StartedAt,
    DateTimeOffset SeenAt,
    double UsersPerSecond,
    int MessagesInProcess,
    double? TokenAgeSeconds,
    int? DayLimit,
    int? DayRemaining)
{
    /// <summary>The partition of the control table in which each process has a row.</summary>
    public const string Partition = "instance";

    /// <summary>Makes the row.</summary>
    public TableEntity ToRow()
    {
        var row = new TableEntity(Partition, Id)
        {
            [nameof(Version)] = Version,
            [nameof(StartedAt)] = StartedAt,
            [nameof(SeenAt)] = SeenAt,
            [nameof(UsersPerSecond)] = UsersPerSecond,
            [nameof(MessagesInProcess)] = MessagesInProcess,
        };
        row.AddIfKnown(nameof(TokenAgeSeconds), TokenAgeSeconds);
        row.AddIfKnown(nameof(DayLimit), DayLimit);
        row.AddIfKnown(nameof(DayRemaining), DayRemaining);
        return row;
    }

    /// <summary>Reads a row, as far as this version understands it.</summary>
    public static InstanceState FromRow(TableEntity row) => new(
        row.RowKey,
        row.Text(nameof(Version)) ?? "unknown",
        row.Time(nameof(StartedAt)) ?? DateTimeOffset.MinValue,
        row.Time(nameof(SeenAt)) ?? DateTimeOffset.MinValue,
        row.Number(nameof(UsersPerSecond)) ?? 0,
        (int)(row.Whole(nameof(MessagesInProcess)) ?? 0),
        row.Number(nameof(TokenAgeSeconds)),
        (int?)row.Whole(nameof(DayLimit)),
        (int?)row.Whole(nameof(DayRemaining)));
}
