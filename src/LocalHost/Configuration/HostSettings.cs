using Microsoft.Extensions.Configuration;

namespace LocalHost.Configuration;

/// <summary>What host.json and the settings below <c>LocalHost</c> say about the host itself.</summary>
/// <param name="Queues">The queue listeners' settings.</param>
/// <param name="RoutePrefix">The first part of every HTTP function's path, without slashes at its ends; may be empty.</param>
/// <param name="FunctionTimeout">How long an invocation may run before its token fires; infinite for host.json's <c>-1</c>.</param>
/// <param name="LeaseDuration">How long a received message is invisible unless its lease is renewed; the real host's 10 minutes.</param>
/// <param name="ShutdownDelay">How long SIGTERM is kept from the functions.</param>
/// <param name="ShutdownGrace">How long invocations have to end after their tokens fired.</param>
/// <param name="StopWithInput">Whether the host ends when its standard input closes.</param>
internal sealed record HostSettings(
    QueueSettings Queues,
    string RoutePrefix,
    TimeSpan FunctionTimeout,
    TimeSpan LeaseDuration,
    TimeSpan ShutdownDelay,
    TimeSpan ShutdownGrace,
    bool StopWithInput)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static HostSettings Read(IConfiguration hostJson, IConfiguration settings, StartFaults faults)
    {
        var host = new SettingReader(hostJson, "host.json", faults);
        var local = new SettingReader(settings.GetSection("LocalHost"), "LocalHost settings", faults);

        return new(
            QueueSettings.Read(host),
            (host.Text("extensions.http.routePrefix") ?? "api").Trim('/'),
            ReadFunctionTimeout(host),
            local.Time("LeaseDuration", TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1), Longest),
            local.Time("ShutdownDelay", TimeSpan.FromSeconds(10), TimeSpan.Zero, Longest),
            local.Time("ShutdownGrace", TimeSpan.FromSeconds(5), TimeSpan.Zero, Longest),
            local.Flag("StopWithInput"));
    }

    private static TimeSpan ReadFunctionTimeout(SettingReader host) =>
        host.Text("functionTimeout") is "-1"
            ? Timeout.InfiniteTimeSpan
            : host.Time("functionTimeout", TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1), Longest);
}
