using HubSpotUsers.HubSpot.Pipeline;

namespace HubSpotUsers.Tests.HubSpot.Pipeline;

public sealed class CallContentTests
{
    [Fact]
    public async Task It_tells_of_every_time_its_bytes_are_written_and_writes_them_all()
    {
        var reports = 0;
        using var content = new CallContent("{\"inputs\":[]}"u8.ToArray()) { Leaving = () => reports++ };
        using var first = new MemoryStream();
        using var second = new MemoryStream();

        await content.CopyToAsync(first, TestContext.Current.CancellationToken);
        await content.CopyToAsync(second, TestContext.Current.CancellationToken);

        Assert.Equal(2, reports);
        Assert.Equal("{\"inputs\":[]}"u8.ToArray(), first.ToArray());
        Assert.Equal(first.ToArray(), second.ToArray());
        Assert.Equal(13, content.Headers.ContentLength);
    }
}
