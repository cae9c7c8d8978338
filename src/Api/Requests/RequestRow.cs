using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using HubSpotUsers;
using HubSpotUsers.Ledger;

namespace Api.Requests;

/// <summary>The row of a request in the requests table.</summary>
internal static class RequestRow
{
    public static TableEntity ToRow(RequestEntry entry)
    {
        var row = new TableEntity(RequestId.SourceOf(entry.Id).PartitionKey, entry.Id)
        {
            ["Kind"] = entry.Kind.ToString(),
            ["State"] = entry.State.ToString(),
            ["ReceivedAt"] = entry.ReceivedAt,
            ["RunsUntil"] = entry.RunsUntil,
            ["Inputs"] = entry.Inputs,
            ["Messages"] = entry.Messages,
            ["Lines"] = entry.Lines,
            ["FaultyLines"] = entry.FaultyLines,
            [nameof(Outcome.Created)] = entry.Counts.Created,
            [nameof(Outcome.Duplicate)] = entry.Counts.Duplicate,
            [nameof(Outcome.Rejected)] = entry.Counts.Rejected,
            [nameof(Outcome.Unknown)] = entry.Counts.Unknown,
            [nameof(Outcome.DryRun)] = entry.Counts.DryRun,
        };
        if (entry.IsByProducer)
        {
            row["IsByProducer"] = true;
        }

        if (entry.BodyHash is { } hash)
        {
            row["BodyHash"] = hash;
        }

        if (entry.Reading is { } reading)
        {
            row["Reading"] = reading;
        }

        if (entry.Prefix is { } prefix)
        {
            row["Prefix"] = JsonSerializer.Serialize(prefix, RequestJson.Default.ReadPrefix);
        }

        return row;
    }

    public static RequestEntry FromRow(TableEntity row) => new()
    {
        Id = row.RowKey,

        // Rows of earlier versions do not say; of theirs an id that is none of the app's own is a producer's, when it was not queued.
        IsByProducer = row.GetBoolean("IsByProducer") ?? (row.GetString("Kind") is nameof(RequestKind.Immediate) && RequestId.DayOf(row.RowKey) is null),
        Kind = Enum.Parse<RequestKind>(row.GetString("Kind")),
        State = Enum.Parse<RequestState>(row.GetString("State")),
        ReceivedAt = row.GetDateTimeOffset("ReceivedAt")!.Value,
        RunsUntil = row.GetDateTimeOffset("RunsUntil")!.Value,
        Inputs = row.GetInt32("Inputs")!.Value,
        Messages = row.GetInt32("Messages")!.Value,
        Lines = row.GetInt32("Lines")!.Value,
        FaultyLines = row.GetInt32("FaultyLines")!.Value,
        BodyHash = row.GetString("BodyHash"),
        Reading = row.GetString("Reading"),
        Prefix = row.GetString("Prefix") is { } prefix ? JsonSerializer.Deserialize(prefix, RequestJson.Default.ReadPrefix) : null,
        Counts = Tally.CountsOf(row),
        ETag = row.ETag,
    };
}

/// <summary>Source-generated JSON of what rows of requests hold.</summary>
[JsonSerializable(typeof(ReadPrefix))]
internal sealed partial class RequestJson : JsonSerializerContext;
