using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Limits;

/// <summary>The row of the window.</summary>
internal static class RateWindowRow
{
    public const string Partition = "rate";
    public const string Key = "ten-seconds";

    /// <summary>More permits than any limit has in a window.</summary>
    private const long MostPermits = 100_000;

    /// <summary>No permit is taken further ahead.</summary>
    private const long Furthest = TimeSpan.TicksPerHour;

    /// <summary>Makes the row.</summary>
    public static TableEntity Create(RateWindow state)
    {
        var row = new TableEntity(Partition, Key)
        {
            ["Credit"] = state.Credit,
            ["Foreign"] = state.Foreign,
            ["MeasuredAt"] = state.MeasuredAt,
        };
        row.AddIfKnown("Announced", state.Announced);
        row.AddText("Blocks", JsonSerializer.Serialize(state.Blocks, RateLimitingJson.Default.IReadOnlyListPermitBlock));
        return row;
    }

    /// <summary>Reads a row; null when it does not tell which permits are taken. What else it lacks begins anew.</summary>
    /// <param name="now">The time.</param>
    public static RateWindow? Read(TableEntity row, long now) => ReadBlocks(row.GetText("Blocks"), now) is { } blocks
        ? new RateWindow(
            blocks,
            Math.Max(0, row.Number("Credit") ?? 0),
            row.Number("Announced") is { } announced and > 0 ? announced : null,
            Math.Max(0, row.Number("Foreign") ?? 0),
            Math.Clamp(row.Whole("MeasuredAt") ?? 0, 0, now))
        : null;

    private static IReadOnlyList<PermitBlock>? ReadBlocks(string text, long now)
    {
        try
        {
            var blocks = JsonSerializer.Deserialize(text, RateLimitingJson.Default.IReadOnlyListPermitBlock);
            return blocks?.All(block => IsSound(block, now)) is true && blocks.Sum(block => (long)block.Count) <= MostPermits ? blocks : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSound(PermitBlock? block, long now) =>
        block is { Owner: not null, Start: > 0, Runs: not null }
        && block.Runs.Count % 2 is 0
        && block.Runs.All(number => number is >= 0 and < int.MaxValue / 2)
        && block.Runs.Where((_, position) => position % 2 is 1).Sum(count => (long)count) <= MostPermits
        && block.Start <= now + Furthest
        && block.End <= now + Furthest;
}

/// <summary>Source-generated JSON of the shared window.</summary>
[JsonSerializable(typeof(IReadOnlyList<PermitBlock>))]
internal sealed partial class RateLimitingJson : JsonSerializerContext;
