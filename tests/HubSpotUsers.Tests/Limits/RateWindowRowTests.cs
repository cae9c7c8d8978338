using Azure.Data.Tables;
using HubSpotUsers.Limits;

namespace HubSpotUsers.Tests.Limits;

public sealed class RateWindowRowTests
{
    private const long Now = 639_000_000_000_000_000;
    private const string OneBlock = """[{"Owner":"a","Start":638999999999999000,"Runs":[5,3],"Later":{}}]""";

    [Fact]
    public void A_window_is_read_as_it_was_written()
    {
        var state = new RateWindow([PermitBlock.Of("a", [Now - 5000, Now - 2000, Now])], 3.5, 150, 20, Now - 7);

        var read = RateWindowRow.Read(RateWindowRow.Create(state), Now);

        Assert.NotNull(read);
        Assert.Equal((3.5, 150, 20, Now - 7), (read.Credit, read.Announced, read.Foreign, read.MeasuredAt));
        Assert.Equal(state.Blocks.SelectMany(block => block.Times), read.Blocks.SelectMany(block => block.Times));
    }

    [Fact]
    public void What_is_missing_of_another_type_or_new_begins_anew()
    {
        var read = RateWindowRow.Read(new TableEntity("rate", "ten-seconds") { ["Blocks"] = OneBlock, ["Credit"] = "much", ["Foreign"] = -1d, ["MeasuredAt"] = long.MaxValue, ["Later"] = 1 }, Now);

        Assert.NotNull(read);
        Assert.Equal((0, null, 0, Now), (read.Credit, read.Announced, read.Foreign, read.MeasuredAt));
        Assert.Equal(4, Assert.Single(read.Blocks).Count);
    }

    [Theory]
    [InlineData(0d)]
    [InlineData(-5d)]
    [InlineData(double.PositiveInfinity)]
    public void A_limit_that_cannot_be_is_not_announced(double announced) =>
        Assert.Null(RateWindowRow.Read(new TableEntity("rate", "ten-seconds") { ["Blocks"] = OneBlock, ["Announced"] = announced }, Now)!.Announced);

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("{}")]
    [InlineData("[{\"Start\":1,\"Runs\":[]}]")]
    [InlineData("[{\"Owner\":\"a\",\"Start\":1}]")]
    [InlineData("[{\"Owner\":\"a\",\"Start\":0,\"Runs\":[]}]")]
    [InlineData("[{\"Owner\":\"a\",\"Start\":1.5,\"Runs\":[]}]")]
    [InlineData("[{\"Owner\":\"a\",\"Start\":1,\"Runs\":[1]}]")]
    [InlineData("[{\"Owner\":\"a\",\"Start\":1,\"Runs\":[1,-1]}]")]
    [InlineData("[{\"Owner\":\"a\",\"Start\":1,\"Runs\":[1,2000000000]}]")]
    [InlineData("[{\"Owner\":\"a\",\"Start\":1,\"Runs\":[-1,1]}]")]
    [InlineData("[{\"Owner\":\"a\",\"Start\":639000036000010000,\"Runs\":[]}]")]
    [InlineData("[{\"Owner\":\"a\",\"Start\":638999999999999000,\"Runs\":[1000000000,90]}]")]
    public void Permits_that_cannot_be_read_leave_nothing_known(object? blocks) =>
        Assert.Null(RateWindowRow.Read(new TableEntity("rate", "ten-seconds") { ["Blocks"] = blocks }, Now));
}
