using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Limits;

/// <summary>The window in its table row, which all processes change with optimistic concurrency. A process writes about once a second, and never when idle.</summary>
/// <param name="service">The storage account.</param>
/// <param name="rules">How permits are taken.</param>
/// <param name="clock">The account's clock.</param>
/// <param name="time">This process's clock.</param>
internal sealed class RateWindowTable(TableServiceClient service, RateWindowRules rules, ServerClock clock, TimeProvider time)
{
    private readonly TableClient _table = service.GetTableClient(TableNames.Control);
    private readonly string _owner = Guid.NewGuid().ToString("N")[..12];

    /// <summary>The row as this process last wrote it: usually no other process has written since.</summary>
    private (TableEntity Row, ETag? Version)? _known;

    /// <summary>Takes permits for this process.</summary>
    /// <param name="request">How many it wants, and what it knows.</param>
    /// <returns>The permits, and the window they are from.</returns>
    /// <exception cref="RequestFailedException">The table cannot be written.</exception>
    public async Task<(PermitBlock Block, RateWindow State)> TakeAsync(PermitRequest request)
    {
        while (true)
        {
            var (row, version) = _known ?? await ReadAsync();
            _known = null;
            if (!clock.IsKnown)
            {
                // The clock must be known before times mean anything to others: the first write only asks for it.
                await TryWriteAsync(row, version);
                continue;
            }

            // From a row that cannot be read others may have taken all there is.
            var now = clock.Now + clock.RoundTrip.Ticks;
            var state = RateWindowRow.Read(row, now) ?? rules.Full(_owner, now);
            var corrected = RateWindowRules.Skip(rules.Correct(state, request.Samples, now), _owner, request.Skipped, now);
            var (next, block) = rules.Take(corrected, _owner, request, now);
            if (await TryWriteAsync(RateWindowRow.Create(next), version))
            {
                return (block, next);
            }
        }
    }

    private async Task<(TableEntity Row, ETag? Version)> ReadAsync() =>
        await _table.FindAsync(RateWindowRow.Partition, RateWindowRow.Key) is { } row ? (row, row.ETag) : (RateWindowRow.Create(RateWindow.Empty), null);

    private async Task<bool> TryWriteAsync(TableEntity row, ETag? version)
    {
        var sent = time.GetTimestamp();
        try
        {
            Response response = null!;
            await _table.CreateOnDemandAsync(async table => response = version is { } known
                ? await table.UpdateEntityAsync(row, known, TableUpdateMode.Replace)
                : await table.AddEntityAsync(row));
            if (response.Headers.ETag is { } written)
            {
                clock.Observe(sent, time.GetTimestamp(), WriteTime.Of(written) ?? time.GetUtcNow());
                _known = (row, written);
            }

            return true;
        }
        catch (RequestFailedException exception) when (StorageFailure.IsConflict(exception))
        {
            return false;
        }
    }
}
