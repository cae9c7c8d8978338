using LocalHost.Configuration;
using LocalHost.Tests.Drivers;

namespace LocalHost.Tests.Configuration;

public sealed class HostSettingsTests
{
    [Fact]
    public void Defaults_are_those_of_the_real_host()
    {
        var settings = Settings.Host(Settings.Of(), Settings.Of());

        Assert.Equal(
            new HostSettings("api", TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(230), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), StopWithInput: false),
            settings);
    }

    [Fact]
    public void Values_are_taken_from_host_json_and_from_the_settings_below_LocalHost()
    {
        var settings = Settings.Host(
            Settings.Of(("extensions:http:routePrefix", "/v1/api/"), ("functionTimeout", "00:05:00")),
            Settings.Of(
                ("LocalHost:ResponseTimeout", "00:00:01"),
                ("LocalHost:ShutdownDelay", "00:00:00"),
                ("LocalHost:ShutdownGrace", "00:00:02"),
                ("LocalHost:StopWithInput", "true")));

        Assert.Equal(
            new HostSettings("v1/api", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.FromSeconds(2), StopWithInput: true),
            settings);
    }

    [Fact]
    public void A_route_prefix_may_be_empty() =>
        Assert.Empty(Settings.Host(Settings.Of(("extensions:http:routePrefix", string.Empty)), Settings.Of()).RoutePrefix);

    [Fact]
    public void A_function_timeout_of_minus_one_is_none() =>
        Assert.Equal(Timeout.InfiniteTimeSpan, Settings.Host(Settings.Of(("functionTimeout", "-1")), Settings.Of()).FunctionTimeout);

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var exception = Assert.Throws<StartFailedException>(() => Settings.Host(
            Settings.Of(("functionTimeout", "00:00:00")),
            Settings.Of(
                ("LocalHost:ResponseTimeout", "00:00:00"),
                ("LocalHost:ShutdownDelay", "soon"),
                ("LocalHost:ShutdownGrace", "8.00:00:00"),
                ("LocalHost:StopWithInput", "perhaps"))));

        Assert.Equal(
            [
                "host.json: functionTimeout is '00:00:00' but must be a time from 00:00:01 to 7.00:00:00.",
                "LocalHost settings: ResponseTimeout is '00:00:00' but must be a time from 00:00:00.0010000 to 7.00:00:00.",
                "LocalHost settings: ShutdownDelay is 'soon' but must be a time from 00:00:00 to 7.00:00:00.",
                "LocalHost settings: ShutdownGrace is '8.00:00:00' but must be a time from 00:00:00 to 7.00:00:00.",
                "LocalHost settings: StopWithInput is 'perhaps' but must be true or false.",
            ],
            exception.Faults);
        Assert.All(exception.Faults, fault => Assert.Contains(fault, exception.Message, StringComparison.Ordinal));
    }
}
