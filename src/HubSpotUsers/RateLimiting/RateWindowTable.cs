using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using HubSpotUsers.Control;
using HubSpotUsers.Ledger;

namespace HubSpotUsers.RateLimiting;

/// <summary>The window in its table row, which all processes change with optimistic concurrency. A process writes about once a second, and never when idle.</summary>
/// <param name="service">The storage account.</param>
/// <param name="rules">How permits are taken.</param>
/// <param name="clock">The account's clock.</param>
/// <param name="time">This process's clock.</param>
internal sealed class RateWindowTable(TableServiceClient service, RateWindowRules rules, ServerClock clock, TimeProvider time)
{
    public const string Partition = "rate";
    public const string Row = "ten-seconds";

    private readonly TableClient _table = service.GetTableClient(ControlTable.TableName);
    private readonly string _owner = Guid.NewGuid().ToString("N")[..12];

    /// <summary>The row as this process last wrote it: mostly nobody else has written since.</summary>
    private (RateWindow State, ETag? Version)? _known;

    /// <summary>Takes permits for this process.</summary>
    /// <param name="request">How many it wants, and what it knows.</param>
    /// <returns>The permits, and the window they are from.</returns>
    /// <exception cref="RequestFailedException">The table cannot be written.</exception>
    public async Task<(PermitBlock Block, RateWindow State)> TakeAsync(PermitRequest request)
    {
        while (true)
        {
            var (state, version) = _known ?? await ReadAsync();
            _known = null;
            var now = clock.Now + clock.RoundTrip.Ticks;
            var corrected = RateWindowRules.Skip(rules.Correct(state, request.Samples, now), _owner, request.Skipped, now);
            var (next, block) = rules.Take(corrected, _owner, request, now);

            // The clock must be known before times mean anything to others: the first write only asks for it.
            var isTrial = !clock.IsKnown;
            if (await TryWriteAsync(isTrial ? state : next, version) && !isTrial)
            {
                return (block, next);
            }
        }
    }

    private async Task<(RateWindow State, ETag? Version)> ReadAsync()
    {
        try
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, Row);
            return row.HasValue ? (FromRow(row.Value!), row.Value!.ETag) : (RateWindow.Empty, null);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return (RateWindow.Empty, null);
        }
    }

    private async Task<bool> TryWriteAsync(RateWindow state, ETag? version)
    {
        var sent = time.GetTimestamp();
        try
        {
            Response response = null!;
            await _table.CreateOnDemandAsync(async table => response = version is { } known
                ? await table.UpdateEntityAsync(ToRow(state), known, TableUpdateMode.Replace)
                : await table.AddEntityAsync(ToRow(state)));
            if (response.Headers.ETag is { } written)
            {
                clock.Observe(sent, time.GetTimestamp(), WriteTime.Of(written) ?? time.GetUtcNow());
                _known = (state, written);
            }

            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412 || exception.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            return false;
        }
    }

    private static TableEntity ToRow(RateWindow state)
    {
        var row = new TableEntity(Partition, Row)
        {
            ["Credit"] = state.Credit,
            ["Foreign"] = state.Foreign,
            ["MeasuredAt"] = state.MeasuredAt,
        };
        row.AddIfKnown("Announced", state.Announced);
        row.AddText("Blocks", JsonSerializer.Serialize(state.Blocks, RateLimitingJson.Default.IReadOnlyListPermitBlock));
        return row;
    }

    private static RateWindow FromRow(TableEntity row) => new(
        JsonSerializer.Deserialize(row.GetText("Blocks"), RateLimitingJson.Default.IReadOnlyListPermitBlock)!,
        row.GetDouble("Credit")!.Value,
        row.GetDouble("Announced"),
        row.GetDouble("Foreign")!.Value,
        row.GetInt64("MeasuredAt")!.Value);
}
