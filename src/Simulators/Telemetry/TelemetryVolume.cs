namespace Simulators.Telemetry;

/// <summary>How much telemetry of one kind was sent.</summary>
/// <param name="Items">Spans, log lines or values of metrics.</param>
/// <param name="Bytes">Their size as JSON, unpacked.</param>
public sealed record TelemetryVolume(long Items, long Bytes)
{
    /// <summary>Nothing.</summary>
    public static readonly TelemetryVolume None = new(0, 0);
}
