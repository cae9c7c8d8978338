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
}
