using System.Diagnostics;
using Functions.Telemetry;
using HubSpotUsers.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Functions.Tests.Telemetry;

public sealed class FailureSamplingTests : IDisposable
{
    private readonly ActivitySource _source = new($"test-{Guid.NewGuid():N}");
    private readonly Exported _exported = new();

    public void Dispose()
    {
        _source.Dispose();
        _exported.Dispose();
    }

    [Fact]
    public void Of_traces_that_are_not_kept_the_failed_spans_are_with_those_above_them_and_what_follows_below_these()
    {
        using var provider = ProviderOf(ratio: 0);

        Trace("good", isFailed: false);
        Trace("bad", isFailed: true);

        Assert.Equal(["bad call", "bad rows", "bad batch"], _exported.Names);
    }

    [Fact]
    public void Of_traces_that_are_kept_all_spans_are()
    {
        using var provider = ProviderOf(ratio: 1);

        Trace("good", isFailed: false);

        Assert.Equal(["good call", "good rows", "good batch"], _exported.Names);
    }

    [Fact]
    public void A_share_of_the_traces_is_kept_whole()
    {
        using var provider = ProviderOf(ratio: 0.25);

        for (var trace = 0; trace < 1000; trace++)
        {
            Trace("good", isFailed: false);
        }

        Assert.InRange(_exported.Names.Count / 3, 150, 350);
        Assert.Equal(0, _exported.Names.Count % 3);
    }

    private void Trace(string name, bool isFailed)
    {
        using var batch = _source.StartActivity($"{name} batch");
        using (var call = _source.StartActivity($"{name} call"))
        {
            if (isFailed)
            {
                Spans.Fail(call, "500");
            }
        }

        _source.StartActivity($"{name} rows")?.Dispose();
    }

    private TracerProvider ProviderOf(double ratio) => Sdk.CreateTracerProviderBuilder()
        .AddSource(_source.Name)
        .AddProcessor(new FailureProcessor())
        .AddProcessor(new SimpleActivityExportProcessor(_exported))
        .SetSampler(new FailureSampler(ratio))
        .Build();

    private sealed class Exported : BaseExporter<Activity>
    {
        public List<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
            {
                Names.Add(span.OperationName);
            }

            return ExportResult.Success;
        }
    }
}
