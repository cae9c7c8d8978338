using Api.Retention;
using HubSpotUsers.Retention;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Retention;

/// <summary>Lets days pass in an app, with the timer's runs at night.</summary>
internal static class Nights
{
    /// <summary>So many nights after it began to look, an app that works may remove rows of the ledger.</summary>
    public static readonly int UntilSteady = (int)LedgerGuard.SteadyFor.TotalDays + 1;

    /// <summary>An app whose tables say when a row was written, as the service's do.</summary>
    public static async Task<TestApp> StartAsync(params (string Name, string Value)[] settings)
    {
        var app = await TestApp.StartAsync([("KeyVault:FindKeyName", "find-key"), ("HubSpot:UniqueProperty", "hs_email"), .. settings]);
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Vault.Others["find-key"] = "0123456789abcdef0123456789abcdef";
        app.Tables.TellTime(app.Time);
        return app;
    }

    /// <summary>Lets nights pass.</summary>
    public static async Task SleepAsync(this TestApp app, int nights)
    {
        for (var night = 0; night < nights; night++)
        {
            app.ToNextNight();
            await app.RunNightAsync();
        }
    }

    /// <summary>Moves the clock to the hour in which the next night's runs begin.</summary>
    public static void ToNextNight(this TestApp app)
    {
        var now = app.Time.GetUtcNow().UtcDateTime;
        app.Time.Advance(now.Date.AddDays(1).AddHours(1) - now);
    }

    /// <summary>Runs as often as a round takes, and does the tasks it asks for.</summary>
    public static async Task RunNightAsync(this TestApp app)
    {
        for (var run = 0; run < 4; run++)
        {
            await app.RunOnceAsync();
            await app.RunTasksAsync();
            app.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    public static Task RunOnceAsync(this TestApp app) => app.EndAsync(app.Get<RecordRetention>().RunAsync(CancellationToken.None));

    /// <summary>Sends a message as a producer does, and has it handled.</summary>
    public static async Task SendAsync(this TestApp app, string body)
    {
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString(body), timeToLive: TimeSpan.FromSeconds(-1));
        await app.HandleUsersAsync();
    }
}
