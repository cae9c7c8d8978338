using System.Diagnostics.Metrics;
using Azure.Storage.Queues;
using HubSpotUsers.Telemetry;
using HubSpotUsers.Watching;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Watching;

public sealed class BacklogTests
{
    [Fact]
    public async Task Lengths_and_ages_are_measured()
    {
        await using var app = new TestApp();
        await SendAsync(app.Queues.Users, 3);
        await SendAsync(app.Queues.Poison, 2);
        app.Queues.Users.Hidden = 5;
        app.Time.Advance(TimeSpan.FromHours(1));

        var measured = await MeasureAsync(app);

        Assert.Equal(8, measured[Instruments.QueueLength]);
        Assert.Equal(5, measured[Instruments.QueueDeferred]);
        Assert.Equal(3600, measured[Instruments.QueueAge]);
        Assert.Equal(2, measured[Instruments.PoisonLength]);
        Assert.Equal(3600, measured[Instruments.PoisonAge]);
    }

    [Fact]
    public async Task Deferred_messages_are_not_guessed_while_more_wait_than_can_be_seen()
    {
        await using var app = new TestApp();
        await SendAsync(app.Queues.Users, QueueMeasurer.MaxPeeked);
        app.Queues.Users.Hidden = 5;

        var measured = await MeasureAsync(app);

        Assert.Equal(QueueMeasurer.MaxPeeked + 5, measured[Instruments.QueueLength]);
        Assert.DoesNotContain(Instruments.QueueDeferred, measured.Keys);
    }

    [Fact]
    public async Task Messages_in_work_are_not_deferred()
    {
        await using var app = new TestApp();
        app.Queues.Users.Hidden = 5;
        app.Get<Meters>().InProcess(2);
        await app.Get<InstanceReporter>().ReportAsync();

        var view = await app.Get<Backlog>().LookAsync(CancellationToken.None);

        Assert.Equal((2, 3), (view.InProcess, view.Deferred));
    }

    [Theory]
    [InlineData("2026-11-23T07:00:00Z", 3 * 3600)]
    [InlineData("", 600)]
    public async Task A_poison_message_is_as_old_as_its_failure_wherever_its_users_began(string failedAt, double age)
    {
        await using var app = new TestApp();
        await app.Queues.Poison.SendMessageAsync(BinaryData.FromString(
            $$$"""{"poison":{"sourceId":"m","firstSeen":"2026-11-20T00:00:00Z","attempt":3,"reason":"Rejected","detail":"x","failedAt":"{{{failedAt}}}"},"inputs":[{"index":0,"properties":{"a":"1"}}]}"""));
        app.Time.Advance(TimeSpan.FromMinutes(10));

        var measured = await MeasureAsync(app);

        Assert.Equal(failedAt.Length is 0 ? age : age + 600, measured[Instruments.PoisonAge]);
    }

    private static async Task SendAsync(QueueClient queue, int messages)
    {
        for (var number = 0; number < messages; number++)
        {
            await queue.SendMessageAsync(BinaryData.FromString("""{"properties":{"a":"1"}}"""));
        }
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(TestApp app)
    {
        var measured = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, app.Get<IMeterFactory>()) && instrument.Meter.Name is Instruments.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.Start();
        await app.Get<Backlog>().MeasureAsync(CancellationToken.None);
        return measured;
    }
}
