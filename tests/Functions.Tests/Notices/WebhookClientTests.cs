using System.Diagnostics;
using System.Net;
using Functions.Tests.Notices.Drivers;
using HubSpotUsers;
using HubSpotUsers.Notices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Notices;

/// <summary>The client of the webhook over real connections.</summary>
public sealed class WebhookClientTests
{
    private static readonly Notice Notice = new("msg_1", NoticeType.NewPoison, DateTimeOffset.UnixEpoch, "{}", "text");

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var other = await WebhookServer.StartAsync((_, _) => Task.CompletedTask);
        await using var webhook = await WebhookServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = other.Address.AbsoluteUri;
            return Task.CompletedTask;
        });
        await using var app = Start(webhook, []);

        var delivery = await app.GetRequiredService<WebhookClient>().PostAsync(Notice, TestContext.Current.CancellationToken);

        Assert.Equal((PostResult.Away, "HTTP 307"), (delivery.Result, delivery.Reason));
        Assert.Empty(other.Posts);
    }

    [Fact]
    public async Task A_response_without_end_is_not_waited_for()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var webhook = await WebhookServer.StartAsync(async (context, stopping) =>
        {
            using var registration = context.RequestAborted.Register(() => ended.TrySetResult());
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[8192], stopping);
            }
        });
        await using var app = Start(webhook, []);

        var delivery = await app.GetRequiredService<WebhookClient>().PostAsync(Notice, TestContext.Current.CancellationToken);

        Assert.Equal(PostResult.Taken, delivery.Result);
        await Eventually.HoldsAsync("an end of the connection", () => ended.Task.IsCompleted);
    }

    [Fact]
    public async Task Nothing_that_is_traced_or_logged_has_the_address()
    {
        List<string> seen = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Note($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Value}"))}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var webhook = await WebhookServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.BadRequest;
            return Task.CompletedTask;
        });
        using var logger = new Lines(Note);
        await using var app = Start(webhook, [logger]);
        using var source = new ActivitySource("test");

        using (source.StartActivity("a run of the timer"))
        {
            await app.GetRequiredService<WebhookClient>().PostAsync(Notice, TestContext.Current.CancellationToken);
        }

        Assert.Contains(Seen(), line => line.StartsWith("a run of the timer", StringComparison.Ordinal));
        Assert.DoesNotContain(Seen(), line => line.Contains(webhook.Secret, StringComparison.Ordinal));
        Assert.DoesNotContain("traceparent", Assert.Single(webhook.Posts).Headers.Keys);

        void Note(string line)
        {
            lock (seen)
            {
                seen.Add(line);
            }
        }

        List<string> Seen()
        {
            lock (seen)
            {
                return [.. seen];
            }
        }
    }

    private static ServiceProvider Start(WebhookServer webhook, IEnumerable<ILoggerProvider> logs)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Notify:WebhookUri"] = webhook.Address.AbsoluteUri,
        }).Build();
        var services = new ServiceCollection().AddLogging(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Trace);
            foreach (var provider in logs)
            {
                logging.AddProvider(provider);
            }
        });
        return services.AddHubSpotUsers(settings).BuildServiceProvider();
    }

    /// <summary>Hands on every line of every logger.</summary>
    private sealed class Lines(Action<string> note) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            note($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => note($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
