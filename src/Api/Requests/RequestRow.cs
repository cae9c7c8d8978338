using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using HubSpotUsers.Storage;

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

    /// <summary>
    /// Reads a row; null when it does not tell what its request is and how far: another version of the app may have written it. Whoever guessed
    /// could send its users a second time. Counts that are missing are 0.
    /// </summary>
    public static RequestEntry? Read(TableEntity row)
    {
        var (isPrefixKnown, prefix) = ReadPrefix(row);
        return Named<RequestKind>(row, "Kind") is { } kind
            && Named<RequestState>(row, "State") is { } state
            && row.Time("ReceivedAt") is { } receivedAt
            && row.Time("RunsUntil") is { } runsUntil
            && row.Count("Inputs") is { } inputs
            && row["IsByProducer"] is null or bool
            && row["BodyHash"] is null or string
            && row["Reading"] is null or string
            && isPrefixKnown
            ? new RequestEntry
            {
                Id = row.RowKey,

                // Rows of earlier versions do not say; of theirs an id that is none of the app's own is a producer's, when it was not queued.
                IsByProducer = row["IsByProducer"] as bool? ?? (kind is RequestKind.Immediate && RequestId.DayOf(row.RowKey) is null),
                Kind = kind,
                State = state,
                ReceivedAt = receivedAt,
                RunsUntil = runsUntil,
                Inputs = inputs,
                Messages = row.Count("Messages") ?? 0,
                Lines = row.Count("Lines") ?? 0,
                FaultyLines = row.Count("FaultyLines") ?? 0,
                BodyHash = row.Text("BodyHash"),
                Reading = row.Text("Reading"),
                Prefix = prefix,
                Counts = Tally.CountsOf(row, int.MaxValue) ?? OutcomeCounts.None,
                ETag = row.ETag,
            }
            : null;
    }

    private static T? Named<T>(TableEntity row, string name)
        where T : struct, Enum => Enum.TryParse<T>(row.Text(name), out var value) && Enum.IsDefined(value) ? value : null;

    private static (bool IsKnown, ReadPrefix? Prefix) ReadPrefix(TableEntity row)
    {
        switch (row["Prefix"])
        {
            case null:
                return (true, null);
            case string text:
                try
                {
                    var prefix = JsonSerializer.Deserialize(text, RequestJson.Default.ReadPrefix);
                    return (prefix is { Messages: >= 0, Records: > 0, Hash: not null, Stride: > 0, Marks: not null }, prefix);
                }
                catch (JsonException)
                {
                    return (false, null);
                }

            default:
                return (false, null);
        }
    }
}

/// <summary>Source-generated JSON of what rows of requests hold.</summary>
[JsonSerializable(typeof(ReadPrefix))]
internal sealed partial class RequestJson : JsonSerializerContext;
