using HubSpotUsers.Ledger;

namespace HubSpotUsers.Tests.Ledger;

public sealed class QueuedSourceTests
{
    [Theory]
    [InlineData("abc.000000000.1.00ffaa11", true)]
    [InlineData("abc.1000000000.100.00ffaa11", true)]
    [InlineData("abc.000000000x", false)]
    [InlineData("abc.000000000", false)]
    [InlineData("abc.000000000.1", false)]
    [InlineData("abc.000000000.1.00ffaa11.2", false)]
    [InlineData("abc.9999999999.1.00ffaa11", false)]
    [InlineData("abc.00000000.1.00ffaa11", false)]
    [InlineData("abc.000000000.0.00ffaa11", false)]
    [InlineData("abc.000000000.101.00ffaa11", false)]
    [InlineData("abc.000000000.-1.00ffaa11", false)]
    [InlineData("abc.000000000.1.00FFAA11", false)]
    [InlineData("abc.d.000000000.1.00ffaa11", false)]
    [InlineData("abcd.000000000.1.00ffaa11", false)]
    [InlineData("", false)]
    public void Only_the_ids_of_a_requests_own_messages_are_read(string id, bool isOwn)
    {
        Assert.Equal(isOwn, QueuedSource.Read("abc", id) is not null);
    }
}
