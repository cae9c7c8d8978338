using LocalHost.Functions;
using LocalHost.Http;
using LocalHost.Tests.Drivers;
using Microsoft.AspNetCore.Http;

namespace LocalHost.Tests.Http;

public sealed class FunctionKeysTests
{
    [Theory]
    [InlineData(nameof(AuthorizationLevel.Anonymous), "wrong", true)]
    [InlineData(nameof(AuthorizationLevel.Function), "wrong", false)]
    [InlineData(nameof(AuthorizationLevel.Function), "key", true)]
    [InlineData(nameof(AuthorizationLevel.Function), "other", true)]
    [InlineData(nameof(AuthorizationLevel.Function), "master", true)]
    [InlineData(nameof(AuthorizationLevel.Admin), "key", false)]
    [InlineData(nameof(AuthorizationLevel.Admin), "master", true)]
    public void Key_and_level_decide(string level, string key, bool expected)
    {
        var keys = new FunctionKeys(Settings.Of(("FunctionKeys:default", "key"), ("FunctionKeys:second", "other"), ("MasterKey", "master")));

        Assert.Equal(expected, keys.Allow(Enum.Parse<AuthorizationLevel>(level), Request(key)));
        Assert.Null(keys.Generated);
    }

    [Fact]
    public void Without_any_key_configured_one_is_made_that_opens_everything()
    {
        var keys = new FunctionKeys(Settings.Of());

        Assert.True(keys.Allow(AuthorizationLevel.Admin, Request(keys.Generated!)));
        Assert.True(keys.Allow(AuthorizationLevel.Function, Request(keys.Generated!)));
        Assert.NotEqual(keys.Generated, new FunctionKeys(Settings.Of()).Generated);
    }

    [Fact]
    public void An_empty_key_opens_nothing()
    {
        var keys = new FunctionKeys(Settings.Of(("FunctionKeys:default", string.Empty), ("MasterKey", string.Empty)));

        Assert.False(keys.Allow(AuthorizationLevel.Function, Request(string.Empty)));
        Assert.NotNull(keys.Generated);
    }

    private static HttpRequest Request(string key) => new DefaultHttpContext { Request = { Headers = { ["x-functions-key"] = key } } }.Request;
}
