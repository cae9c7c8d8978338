using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Functions.Telemetry;

/// <summary>What of the telemetry is kept: settings <c>Telemetry:*</c>. Where it goes, OpenTelemetry's and Azure Monitor's own settings say.</summary>
public sealed record TelemetryOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Telemetry";

    /// <summary>
    /// The share of the traces that is kept, from 0 to 1. Failed spans, with those above them, are kept whatever it is; logs and metrics
    /// are never sampled.
    /// </summary>
    [Range(0d, 1d)]
    public double SamplingRatio { get; set; } = 0.05;
}

/// <summary>Checks <see cref="TelemetryOptions"/> by their annotations.</summary>
[OptionsValidator]
internal sealed partial class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>;
