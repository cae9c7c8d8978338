using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Tests.Storage;

public sealed class TableEntityExtensionsTests
{
    private const int MaxPropertyLength = 32 * 1024;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(MaxPropertyLength, 1)]
    [InlineData(MaxPropertyLength + 1, 2)]
    [InlineData((3 * MaxPropertyLength) + 5, 4)]
    public void A_long_text_goes_over_properties_in_order(int length, int parts)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(index => (char)('a' + (index % 26))));
        var row = new TableEntity("p", "r");

        row.AddText("Text", text);

        string?[] read = [row.GetString("Text"), row.GetString("Text2"), row.GetString("Text3"), row.GetString("Text4"), row.GetString("Text5")];
        Assert.Equal(parts, read.Count(part => part is not null));
        Assert.All(read.OfType<string>(), part => Assert.InRange(part.Length, 1, MaxPropertyLength));
        Assert.Equal(text, string.Concat(read));
    }

    [Fact]
    public void What_is_not_known_is_no_property()
    {
        var row = new TableEntity("p", "r");

        row.AddIfKnown("A", null);
        row.AddIfKnown("B", 7);

        Assert.False(row.ContainsKey("A"));
        Assert.Equal(7, row.GetInt32("B"));
    }
}
