using System.Diagnostics;
using OpenTelemetry;

namespace Functions.Telemetry;

/// <summary>
/// Keeps failed spans and those above them in this process, though their trace was not chosen; spans that begin below these afterwards
/// inherit it. It stands before the exporters.
/// </summary>
internal sealed class FailureProcessor : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Status is not ActivityStatusCode.Error)
        {
            return;
        }

        for (var span = data; span is not null; span = span.Parent)
        {
            span.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        }
    }
}
