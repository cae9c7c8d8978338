using Functions.Tests.LocalHost.Configuration;
using LocalHost.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests.LocalHost.Http;

public sealed class FunctionKeysTests
{
    [Theory]
    [InlineData(AuthorizationLevel.Anonymous, "wrong", true)]
    [InlineData(AuthorizationLevel.Function, "wrong", false)]
    [InlineData(AuthorizationLevel.Function, "key", true)]
    [InlineData(AuthorizationLevel.Function, "master", true)]
    [InlineData(AuthorizationLevel.Admin, "key", false)]
    [InlineData(AuthorizationLevel.Admin, "master", true)]
    [InlineData(AuthorizationLevel.System, "key", false)]
    [InlineData(AuthorizationLevel.User, "key", false)]
    public void Allow_KeyAndLevel_Decide(AuthorizationLevel level, string key, bool expected)
    {
        var keys = new FunctionKeys(Settings.Of(("FunctionKeys:default", "key"), ("MasterKey", "master")));

        Assert.Equal(expected, keys.Allow(level, Request(key)));
        Assert.Null(keys.Generated);
    }

    [Fact]
    public void Without_any_key_configured_one_is_made_that_opens_everything()
    {
        var keys = new FunctionKeys(Settings.Of());

        Assert.True(keys.Allow(AuthorizationLevel.Admin, Request(keys.Generated!)));
        Assert.True(keys.Allow(AuthorizationLevel.Function, Request(keys.Generated!)));
        Assert.NotEqual(keys.Generated, new FunctionKeys(Settings.Of()).Generated, StringComparer.Ordinal);
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
