using Azure.Data.Tables;
using HubSpotUsers.Limits;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Limits;

public sealed class RateWindowTableTests
{
    private const int Limit = 190;
    private static readonly TimeSpan Way = TimeSpan.FromMilliseconds(100);

    private readonly VirtualTime _time = new();
    private readonly FakeTableClient _rows = new("HubSpotControl");
    private readonly ServerClock _clock;
    private readonly RateWindowTable _table;

    public RateWindowTableTests()
    {
        _rows.Clock = _time;
        _clock = new ServerClock(_time);
        _table = new RateWindowTable(new OneTable(new DistantTable(_rows, _time, new LongestWay(), Way)), new RateWindowRules(Limit, TimeSpan.FromSeconds(10)), _clock, _time);
    }

    [Fact]
    public async Task Permits_start_when_the_process_has_them()
    {
        var (block, _) = await TakeAsync(Request);

        Assert.Equal(2 * Way, _clock.RoundTrip);
        Assert.InRange(block.Start, _clock.Now, _clock.Now + TimeSpan.FromMilliseconds(1).Ticks);
    }

    [Fact]
    public async Task Room_is_made_for_calls_that_were_made_without_permits()
    {
        await TakeAsync(Request);
        var now = _clock.Now;

        var (block, _) = await TakeAsync(Request with { Skipped = Limit });

        Assert.InRange(block.Start - now, TimeSpan.FromSeconds(10).Ticks, TimeSpan.FromSeconds(10.5).Ticks);
    }

    private static PermitRequest Request => new(1, PermitUse.AsPlanned, WaitingSince: 0);

    private Task<(PermitBlock Block, RateWindow State)> TakeAsync(PermitRequest request) => Eventually.EndAsync(_table.TakeAsync(request), _time);

    private sealed class LongestWay : Random
    {
        public override double NextDouble() => 1;
    }

    private sealed class OneTable(TableClient table) : TableServiceClient
    {
        public override TableClient GetTableClient(string tableName) => table;
    }
}
