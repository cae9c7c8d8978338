using Simulators.Telemetry;

namespace Benchmarks.Telemetry;

/// <summary>What the worker sent to Application Insights, as JSON before it is packed, by kind.</summary>
/// <param name="Users">Messages of one user that went through it.</param>
/// <param name="SamplingRatio">The share of traces that is kept.</param>
/// <param name="IdleMinutes">How long it was left alone.</param>
/// <param name="WhileIdle">What it sent in that time.</param>
/// <param name="WhileBusy">What it sent from then until it had stopped.</param>
/// <param name="BusySeconds">How long that was.</param>
/// <param name="MetricMegabytesPerMonth">What metrics of one process that is up are in 30 days, at the pace of the idle time.</param>
/// <param name="OtherGigabytesPerMillionUsers">What spans and log lines of a million such messages are.</param>
internal sealed record TelemetryResult(
    int Users,
    double SamplingRatio,
    int IdleMinutes,
    IReadOnlyDictionary<string, TelemetryVolume> WhileIdle,
    IReadOnlyDictionary<string, TelemetryVolume> WhileBusy,
    double BusySeconds,
    double MetricMegabytesPerMonth,
    double OtherGigabytesPerMillionUsers);
