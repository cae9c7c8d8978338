namespace HubSpotUsers.Tests;

public sealed class LineTraceIdTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(50_001)]
    [InlineData(int.MaxValue)]
    public void A_line_is_read_back(int line) => Assert.Equal(line, LineTraceId.Find(LineTraceId.Of(line)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("line-")]
    [InlineData("line-0")]
    [InlineData("line-007")]
    [InlineData("line-+7")]
    [InlineData("line--7")]
    [InlineData("line-7 ")]
    [InlineData("line-2147483648")]
    [InlineData("line-manager")]
    [InlineData("LINE-7")]
    [InlineData("row-7")]
    public void What_only_looks_like_a_line_is_the_callers_own(string? traceId) => Assert.Null(LineTraceId.Find(traceId));
}
