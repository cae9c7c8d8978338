using System.Diagnostics.Metrics;
using System.Net;
using HubSpotUsers.Queue;
using HubSpotUsers.Telemetry;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Telemetry;

public sealed class MetersTests
{
    [Fact]
    public async Task Every_instrument_tells_what_happened_without_any_value()
    {
        await using var app = await TestApp.StartReconcilingAsync(("HubSpot:MaxRetries", "0"));
        var measured = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        using var listener = Listen(app.Get<IMeterFactory>(), measured);
        _ = app.Get<Meters>();
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error"), ("X-HubSpot-RateLimit-Daily", "1000"), ("X-HubSpot-RateLimit-Daily-Remaining", "900"));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With("""{"properties":{"hs_email":"anna@example.com"}}"""), default));
        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With("""[{"odd":1},{"properties":{"hs_email":"bert@example.com"}}]"""), default));
        listener.RecordObservableInstruments();

        string[] expected =
        [
            Instruments.Outcomes, Instruments.Calls, Instruments.CallDuration, Instruments.Throttles, Instruments.BatchSize, Instruments.FillWait,
            Instruments.BudgetFallback, Instruments.BudgetLimit, Instruments.DayLimit, Instruments.DayRemaining, Instruments.Pause,
            Instruments.ConcurrencyLimit, Instruments.TokenAge, Instruments.Deferrals, Instruments.Poison, Instruments.MessageAge,
        ];
        Assert.Empty(expected.Except(measured.Keys, StringComparer.Ordinal));
        Assert.Contains("1 outcome=Created category=none source=queue", measured[Instruments.Outcomes]);
        Assert.Contains("1 operation=create status=429", measured[Instruments.Calls]);
        Assert.Contains("900", measured[Instruments.DayRemaining]);
        Assert.Contains("1 reason=InvalidInput", measured[Instruments.Poison]);
        Assert.DoesNotContain(measured.Values.SelectMany(values => values), value => value.Contains('@', StringComparison.Ordinal));
    }

    private static MeterListener Listen(IMeterFactory factory, Dictionary<string, List<string>> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Meter.Name is Instruments.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>(Note);
        listener.SetMeasurementEventCallback<long>(Note);
        listener.SetMeasurementEventCallback<double>(Note);
        listener.Start();
        return listener;

        void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            var text = $"{value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}".Trim();
            lock (measured)
            {
                measured.TryAdd(instrument.Name, []);
                measured[instrument.Name].Add(text);
            }
        }
    }
}
