using OpenTelemetry.Trace;

namespace Functions.Telemetry;

/// <summary>
/// Keeps a share of the traces, each with all its spans, and has the spans of the others recorded until they end, when
/// <see cref="FailureProcessor"/> keeps the failed ones.
/// </summary>
/// <param name="ratio">The share, from 0 to 1.</param>
internal sealed class FailureSampler(double ratio) : Sampler
{
    private readonly TraceIdRatioBasedSampler _share = new(ratio);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        _share.ShouldSample(samplingParameters).Decision is SamplingDecision.RecordAndSample
            ? new SamplingResult(SamplingDecision.RecordAndSample)
            : new SamplingResult(SamplingDecision.RecordOnly);
}
