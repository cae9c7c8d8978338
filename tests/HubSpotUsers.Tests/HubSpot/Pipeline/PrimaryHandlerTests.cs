using HubSpotUsers.HubSpot;
using Microsoft.Extensions.DependencyInjection;
using Testing.Drivers;

namespace HubSpotUsers.Tests.HubSpot.Pipeline;

public sealed class PrimaryHandlerTests
{
    [Fact]
    public async Task The_real_handler_follows_no_redirect_and_keeps_no_cookie()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHubSpotUsers(Settings.Of());
        await using var provider = services.BuildServiceProvider();

        var handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(nameof(HubSpotUsersClient));
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        var sockets = Assert.IsType<SocketsHttpHandler>(handler);
        Assert.False(sockets.AllowAutoRedirect);
        Assert.False(sockets.UseCookies);
        Assert.InRange(sockets.ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }
}
