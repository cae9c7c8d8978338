using FsCheck.Xunit;

namespace HubSpotUsers.Tests;

public sealed class SourceIdTests
{
    private static readonly DateTimeOffset InsertedOn = new(2026, 11, 24, 1, 30, 0, TimeSpan.FromHours(2));

    [Fact]
    public void A_message_is_known_by_its_day_in_UTC_and_a_shard()
    {
        var source = SourceId.Of("0b9a", InsertedOn);

        Assert.Matches("^20261123-[01]$", source.PartitionKey);
        Assert.Equal("0b9a-17", source.InputKey(17));
        Assert.Equal("0b9a", source.ToString());
    }

    [Fact]
    public void A_producers_id_has_no_day()
    {
        Assert.Matches("^id-[01]$", SourceId.OfProducer("order-7").PartitionKey);
    }

    [Fact]
    public void Sources_spread_over_all_shards()
    {
        var partitions = Enumerable.Range(0, 200).Select(id => SourceId.Of($"{id}", InsertedOn).PartitionKey).Distinct();

        Assert.Equal(2, partitions.Count());
    }

    [Property]
    public void The_same_source_has_the_same_keys_at_every_delivery(Guid id, int index)
    {
        var (first, second) = (SourceId.Of($"{id}", InsertedOn), SourceId.Of($"{id}", InsertedOn));

        Assert.Equal(first.PartitionKey, second.PartitionKey);
        Assert.Equal(first.InputKey(index), second.InputKey(index));
    }
}
