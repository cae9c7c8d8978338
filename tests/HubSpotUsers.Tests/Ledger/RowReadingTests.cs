using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Tests.Ledger;

/// <summary>Properties as other versions and people write them.</summary>
public sealed class RowReadingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly Guid AnId = new("0198f3c2-7a4b-7c1d-9e55-2a6d8f0b1c3e");

    [Fact]
    public void What_is_missing_is_not_known()
    {
        var row = new TableEntity("p", "r");

        Assert.Equal((null, null, null), (row.Text("A"), row.Time("A"), row.Id("A")));
        Assert.Equal((null, null, false), (row.Number("A"), row.Whole("A"), row.Says("A")));
        Assert.Empty(row.GetText("A"));
    }

    [Fact]
    public void What_is_of_another_type_is_read_where_it_makes_sense()
    {
        var row = new TableEntity("p", "r") { ["Time"] = "2026-11-23T10:00:00Z", ["Id"] = AnId.ToString("N"), ["Number"] = 7, ["Flag"] = "True" };

        Assert.Equal((Now, AnId, 7d, 7L, true), (row.Time("Time"), row.Id("Id"), row.Number("Number"), row.Whole("Number"), row.Says("Flag")));
    }

    [Theory]
    [InlineData("no such thing")]
    [InlineData(true)]
    [InlineData(double.NaN)]
    [InlineData(7.5)]
    public void What_makes_no_sense_is_not_known(object value)
    {
        var row = new TableEntity("p", "r") { ["A"] = value };

        Assert.Equal((null, null, null), (row.Time("A"), row.Id("A"), row.Whole("A")));
        Assert.Equal(value is 7.5 ? 7.5 : null, row.Number("A"));
        Assert.Equal(value is true, row.Says("A"));
        Assert.Equal(value as string, row.Text("A"));
    }
}
