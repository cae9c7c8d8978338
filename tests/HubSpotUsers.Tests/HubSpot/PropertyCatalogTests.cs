using System.Net;
using HubSpotUsers.HubSpot.Properties;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.HubSpot;

public sealed class PropertyCatalogTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task The_properties_are_read_once_in_ten_minutes()
    {
        await using var app = Start();
        var catalogs = app.Get<PropertyCatalogs>();

        Assert.NotNull((await catalogs.GetAsync())!.Find("Job Title"));
        await catalogs.GetAsync();
        Assert.Equal(1, app.HubSpot.PropertyReads);

        app.Time.Advance(Lifetime);
        await catalogs.GetAsync();
        Assert.Equal(2, app.HubSpot.PropertyReads);
    }

    [Fact]
    public async Task What_was_known_is_used_while_HubSpot_cannot_be_asked()
    {
        await using var app = Start();
        var catalogs = app.Get<PropertyCatalogs>();
        var known = await catalogs.GetAsync();
        app.HubSpot.Properties = () => throw new HttpRequestException("unreachable");
        app.Time.Advance(Lifetime);

        Assert.Same(known, await app.EndLateAsync(catalogs.GetAsync()));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadGateway)]
    public async Task A_response_that_says_nothing_of_properties_is_no_end_of_what_was_known(HttpStatusCode status)
    {
        await using var app = Start();
        var catalogs = app.Get<PropertyCatalogs>();
        var known = await catalogs.GetAsync();
        app.HubSpot.Properties = () => Task.FromResult(StubHubSpot.Json(status, "{}"));
        app.Time.Advance(Lifetime);

        Assert.Same(known, await app.EndLateAsync(catalogs.GetAsync()));
        Assert.False(catalogs.IsUnavailable);
    }

    [Fact]
    public async Task What_HubSpot_no_longer_shows_is_not_used_and_asked_for_again_a_minute_later()
    {
        await using var app = Start();
        var catalogs = app.Get<PropertyCatalogs>();
        await catalogs.GetAsync();
        app.HubSpot.Properties = () => Task.FromResult(StubHubSpot.Json(HttpStatusCode.Forbidden, "{}"));
        app.Time.Advance(Lifetime);

        Assert.Null(await catalogs.GetAsync());
        var reads = app.HubSpot.PropertyReads;
        app.HubSpot.Properties = Show;
        Assert.Null(await catalogs.GetAsync());
        Assert.Equal(reads, app.HubSpot.PropertyReads);

        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await catalogs.GetAsync());
    }

    [Fact]
    public async Task Files_do_not_wait_for_properties_that_are_known()
    {
        await using var app = Start();
        var catalogs = app.Get<PropertyCatalogs>();
        var known = await catalogs.GetAsync();
        app.Time.Advance(Lifetime);
        var shown = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        app.HubSpot.Properties = () => shown.Task;
        var first = catalogs.GetAsync();
        await Eventually.TrueAsync(() => app.HubSpot.PropertyReads is 2);

        Assert.Same(known, await catalogs.GetAsync());
        shown.SetResult(await Show());
        Assert.NotSame(known, await first);
    }

    private static TestApp Start()
    {
        var app = new TestApp();
        app.HubSpot.Properties = Show;
        return app;
    }

    private static Task<HttpResponseMessage> Show() => Task.FromResult(StubHubSpot.Json(HttpStatusCode.OK, AccountProperties.Json));
}
