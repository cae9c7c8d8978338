using HubSpotUsers.Ledger;

namespace HubSpotUsers.Tests.Ledger;

public sealed class BatchKeyTests
{
    [Theory]
    [InlineData("2026-11-23T23:59:59.999Z", "20261123")]
    [InlineData("2026-11-24T00:00:00.000Z", "20261124")]
    [InlineData("2026-11-24T01:30:00.000+02:00", "20261123")]
    public void The_partition_is_the_day_in_UTC(string time, string expected)
    {
        var id = Guid.CreateVersion7(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(expected, BatchKey.Of(id).PartitionKey);
    }

    [Fact]
    public void The_newest_batch_comes_first()
    {
        var first = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
        TimeSpan[] ages = [TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromHours(9)];

        var keys = ages.Select(age => BatchKey.Of(Guid.CreateVersion7(first + age)).RowKey).ToList();

        Assert.Equal(keys.AsEnumerable().Reverse(), keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Both_keys_derive_from_the_id()
    {
        var id = Guid.CreateVersion7();

        Assert.Equal(BatchKey.Of(id), BatchKey.Of(id));
        Assert.EndsWith(id.ToString("N"), BatchKey.Of(id).RowKey, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ffffffff-ffff-7fff-8fff-ffffffffffff", false)]
    [InlineData("e677d21f-dc00-7000-8000-000000000000", false)]
    [InlineData("e677d21f-dbff-7000-8000-000000000000", true)]
    [InlineData("0199e0c5-0000-4000-8000-000000000000", false)]
    [InlineData("00000000-0000-0000-0000-000000000000", false)]
    public void An_id_from_outside_has_keys_only_when_a_batch_can_have_it(string id, bool isPossible)
    {
        Assert.Equal(isPossible ? BatchKey.Of(Guid.Parse(id)) : null, BatchKey.Find(Guid.Parse(id)));
    }
}
