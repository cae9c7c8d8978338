using System.Diagnostics.Metrics;
using System.Text.Json;
using Azure.Storage.Queues;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
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
    public async Task Deferred_messages_and_the_oldest_of_all_are_known_while_more_wait_than_can_be_seen()
    {
        await using var app = new TestApp();
        await SendAsync(app.Queues.Users, 40);
        await DeferAsync(app, 3, TimeSpan.FromMinutes(10), age: TimeSpan.FromDays(2));
        await DeferAsync(app, 2, TimeSpan.FromHours(30), age: TimeSpan.FromHours(1));

        var measured = await MeasureAsync(app);
        var view = await app.Get<Backlog>().LookAsync(CancellationToken.None);

        Assert.Equal(45, measured[Instruments.QueueLength]);
        Assert.Equal(5, measured[Instruments.QueueDeferred]);
        Assert.Equal(0, measured[Instruments.QueueAge]);
        Assert.Equal(TimeSpan.FromDays(2).TotalSeconds, view.OldestAge.TotalSeconds, tolerance: 1);
        Assert.Equal((40, 5), (view.Waiting, view.Deferred));
    }

    [Fact]
    public async Task A_message_that_came_back_behind_those_that_can_be_seen_is_still_the_oldest_until_its_turn_is_over()
    {
        await using var app = new TestApp();
        await SendAsync(app.Queues.Users, 40);
        await DeferAsync(app, 3, TimeSpan.FromMinutes(10), age: TimeSpan.FromDays(2));
        app.Time.Advance(TimeSpan.FromMinutes(11));

        var inLine = await app.Get<Backlog>().LookAsync(CancellationToken.None);
        await app.Queues.Users.ClearMessagesAsync();
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(app.Queues.Users, 40);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var taken = await app.Get<Backlog>().LookAsync(CancellationToken.None);

        Assert.Equal((43, 0), (inLine.Waiting, inLine.Deferred));
        Assert.Equal((TimeSpan.FromDays(2) + TimeSpan.FromMinutes(11)).TotalSeconds, inLine.OldestAge.TotalSeconds, tolerance: 1);
        Assert.Equal(inLine.OldestAge, inLine.WaitingAge);
        Assert.Equal(TimeSpan.FromMinutes(1), taken.OldestAge);
    }

    [Fact]
    public async Task The_oldest_that_waits_for_its_time_counts_although_no_message_can_be_seen()
    {
        await using var app = new TestApp();
        await DeferAsync(app, 3, TimeSpan.FromMinutes(10), age: TimeSpan.FromHours(5));

        var view = await app.Get<Backlog>().LookAsync(CancellationToken.None);

        Assert.Equal((0, 3, TimeSpan.Zero), (view.Waiting, view.Deferred, view.WaitingAge));
        Assert.Equal(TimeSpan.FromHours(5).TotalSeconds, view.OldestAge.TotalSeconds, tolerance: 1);
    }

    [Fact]
    public async Task Counts_of_messages_that_are_gone_make_no_backlog_and_go_after_a_week()
    {
        await using var app = new TestApp();
        await DeferAsync(app, 3, TimeSpan.FromDays(1), age: TimeSpan.FromHours(5));
        app.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromHours(1));
        var table = app.Get<DeferredTable>();
        await app.Queues.Users.ClearMessagesAsync();
        await SendAsync(app.Queues.Users, QueueMeasurer.MaxPeeked);

        var view = await app.Get<Backlog>().LookAsync(CancellationToken.None);
        app.Time.Advance(TimeSpan.FromDays(9));
        await table.SweepAsync();

        Assert.Equal((QueueMeasurer.MaxPeeked, 0, TimeSpan.Zero), (view.Waiting, view.Deferred, view.OldestAge));
        Assert.DoesNotContain(app.Tables.Control.Rows, row => row.PartitionKey is DeferredTable.Partition);
    }

    [Fact]
    public async Task Of_more_poison_than_can_be_seen_the_list_says_the_age()
    {
        await using var app = new TestApp();
        await app.Get<PoisonQueue>().SendAsync(new PoisonHeader(SourceId.Of("m", app.Time.GetUtcNow()), PoisonReason.InvalidMessage, "x", null, 1, app.Time.GetUtcNow(), app.Time.GetUtcNow()), BinaryData.FromString("?"));
        var first = (await app.Queues.Poison.ReceiveMessagesAsync(1, TimeSpan.FromHours(1))).Value[0];
        app.Time.Advance(TimeSpan.FromMinutes(10));
        await SendAsync(app.Queues.Poison, QueueMeasurer.MaxPeeked);

        // A task that goes through the queue puts a message behind all others.
        await app.Queues.Poison.UpdateMessageAsync(first.MessageId, first.PopReceipt, first.Body);

        var view = await app.Get<Backlog>().LookAsync(CancellationToken.None);

        Assert.Equal((QueueMeasurer.MaxPeeked + 1, TimeSpan.FromMinutes(10)), (view.Poison!.Messages, view.Poison.OldestAge));
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

    private static async Task DeferAsync(TestApp app, int messages, TimeSpan delay, TimeSpan age)
    {
        var now = app.Time.GetUtcNow();
        using var user = JsonDocument.Parse("""{"properties":{"a":"1"}}""");
        for (var number = 0; number < messages; number++)
        {
            var header = new DeferralHeader(SourceId.Of($"m{number}", now), now - age, 2, "x", now + delay, TraceParent: null);
            await app.Get<DeferralQueue>().SendAsync(header, [new EnvelopeInput(0, null, user.RootElement)], delay, TimeSpan.FromDays(7));
        }

        await app.Get<CountReporter>().ReportAsync();
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
