using System.Globalization;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;
using Simulators.Telemetry;

namespace Functions.Tests.EndToEnd;

/// <summary>How many spans the worker exports, which is most of what telemetry costs.</summary>
public sealed class SamplingTests(AppFixture fixture) : EndToEndTest(fixture)
{
    [Theory]
    [InlineData(0.05, 20, 200)]
    [InlineData(1, 2000, 2300)]
    public async Task Spans_of_a_thousand_messages(double ratio, int fewest, int most)
    {
        await using var collector = await OtlpCollector.StartAsync();
        var ratioText = ratio.ToString(CultureInfo.InvariantCulture);
        await using var app = await OwnApp.PrepareAsync(
            Fixture,
            [
                .. collector.Environment,
                new("Telemetry__SamplingRatio", ratioText),
                new("OTEL_TRACES_SAMPLER", "microsoft.fixed_percentage"),
                new("OTEL_TRACES_SAMPLER_ARG", ratioText),
            ]);
        var ids = await app.Queue.SendAllAsync([.. TestUser.Next(1000).Select(UserMessages.Of)]);
        await app.StartAsync();
        await Tables.UsersOfAllAsync([.. ids]);
        await app.Queue.WaitUntilEmptyAsync();

        // The exporter's last batch leaves when the app stops.
        await app.StopAsync();

        var spans = collector.Traces.SelectMany(OtlpSpans.NamesOf).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{spans.Count} spans: {string.Join(", ", spans.CountBy(name => name).Select(pair => $"{pair.Value} × {pair.Key}"))}");
        Assert.InRange(spans.Count, fewest, most);
    }
}
