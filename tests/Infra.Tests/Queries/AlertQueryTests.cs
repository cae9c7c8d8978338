using Functions.Telemetry;
using HubSpotUsers.Telemetry;

namespace Infra.Tests.Queries;

/// <summary>What the alerts' queries make of rows as the app and the Functions host send them, under one role.</summary>
public sealed class AlertQueryTests
{
    private const string RequestDuration = "http.server.request.duration";

    /// <summary>What the host measures by itself, with a worker or without (azure-functions-host: <c>OpenTelemetryConfigurationExtensions</c>).</summary>
    private static readonly MetricRow[] OfTheHost =
    [
        new("process.cpu.time", 3),
        new("dotnet.gc.collections", 1),
        new("faas.invoke_duration", 0.2, 5),
        new(RequestDuration, 2.5, 7, ("http.response.status_code", "503"), ("http.route", "api/health")),
    ];

    [Fact]
    public void Without_a_worker_the_app_is_silent_whatever_the_host_measures()
    {
        Assert.Equal(0, Query("silent").Ask(OfTheHost));
        Assert.Equal(1, Query("silent").Ask([.. OfTheHost, new MetricRow(Instruments.Pause, 0)]));
    }

    [Fact]
    public void A_request_that_host_and_worker_measure_counts_once()
    {
        MetricRow[] ofTheWorker =
        [
            new(RequestDuration, 2.4, 4, ("http.response.status_code", "503"), (RequestTags.Process, RequestTags.Worker)),
            new(RequestDuration, 0.1, 2, ("http.response.status_code", "500"), (RequestTags.Process, RequestTags.Worker)),
            new(RequestDuration, 9, 90, ("http.response.status_code", "200"), (RequestTags.Process, RequestTags.Worker)),
        ];

        Assert.Equal(0, Query("http-errors").Ask(OfTheHost));
        Assert.Equal(6, Query("http-errors").Ask([.. OfTheHost, .. ofTheWorker]));
    }

    [Fact]
    public void Failed_invocations_of_all_functions_count()
    {
        Assert.Equal(0, Query("failed-invocations").Ask(OfTheHost));
        Assert.Equal(
            5,
            Query("failed-invocations").Ask(
            [
                .. OfTheHost,
                new(Instruments.FailedInvocations, 3, 3, ("function", "CreateUsersFromQueue"), ("trigger", "queue")),
                new(Instruments.FailedInvocations, 2, 2, ("function", "WatchBacklog"), ("trigger", "timer")),
            ]));
    }

    [Theory]
    [InlineData("oldest-message", Instruments.QueueAge, 15)]
    [InlineData("deferred", Instruments.QueueDeferred, 30)]
    public void What_waits_counts_only_if_it_waits_all_the_time(string query, string instrument, int fewest)
    {
        var waiting = Enumerable.Range(0, fewest).Select(minute => new MetricRow(instrument, 2000 + minute)).ToList();

        Assert.Equal(2000, Query(query).Ask([.. OfTheHost, .. waiting]));
        Assert.Equal(0, Query(query).Ask([.. waiting, new MetricRow(instrument, 0)]));
        Assert.Equal(0, Query(query).Ask([.. waiting[1..]]));
    }

    [Fact]
    public void Only_what_HubSpot_refuses_because_of_the_token_counts_as_refused()
    {
        Assert.Equal(
            3,
            Query("refused").Ask(
                new MetricRow(Instruments.Calls, 2, 2, ("status", "401")),
                new MetricRow(Instruments.Calls, 1, 1, ("status", "403")),
                new MetricRow(Instruments.Calls, 8, 8, ("status", "429"))));
    }

    [Fact]
    public void Only_outcomes_that_are_unknown_count_as_unknown()
    {
        Assert.Equal(
            2,
            Query("unknown").Ask(
                new MetricRow(Instruments.Outcomes, 2, 2, ("outcome", "Unknown"), ("source", "queue")),
                new MetricRow(Instruments.Outcomes, 9, 9, ("outcome", "Created"), ("source", "queue"))));
    }

    private static AlertQuery Query(string name) => new(Repository.Read($"infra/queries/alerts/{name}.kql"));
}
