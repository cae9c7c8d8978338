using Microsoft.Extensions.Configuration;

namespace LocalHost.Configuration;

/// <summary>What host.json and the settings below <c>LocalHost</c> say about the host itself; the queue listener reads its own part of host.json.</summary>
/// <param name="RoutePrefix">The first part of every HTTP function's path, without slashes at its ends; may be empty.</param>
/// <param name="FunctionTimeout">How long an invocation may run before its worker is killed; infinite for host.json's <c>-1</c>.</param>
/// <param name="ResponseTimeout">How long a caller waits for an HTTP response; Azure's front end gives it 230 s.</param>
/// <param name="ShutdownDelay">How long SIGTERM is kept from the functions while any runs; the real host's 10 s.</param>
/// <param name="ShutdownGrace">How long the worker has to end after it was asked to; the real host's 5 s.</param>
/// <param name="StopWithInput">Whether the host ends when its standard input closes.</param>
internal sealed record HostSettings(
    string RoutePrefix,
    TimeSpan FunctionTimeout,
    TimeSpan ResponseTimeout,
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
            (host.Text("extensions.http.routePrefix") ?? "api").Trim('/'),
            ReadFunctionTimeout(host),
            local.Time("ResponseTimeout", TimeSpan.FromSeconds(230), TimeSpan.FromMilliseconds(1), Longest),
            local.Time("ShutdownDelay", TimeSpan.FromSeconds(10), TimeSpan.Zero, Longest),
            local.Time("ShutdownGrace", TimeSpan.FromSeconds(5), TimeSpan.Zero, Longest),
            local.Flag("StopWithInput"));
    }

    private static TimeSpan ReadFunctionTimeout(SettingReader host) =>
        host.Text("functionTimeout") is "-1"
            ? Timeout.InfiniteTimeSpan
            : host.Time("functionTimeout", TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1), Longest);
}
