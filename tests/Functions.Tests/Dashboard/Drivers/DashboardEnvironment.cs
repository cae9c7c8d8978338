using System.Globalization;
using Azure.Data.Tables;
using Functions.Tests.Api.Drivers;

namespace Functions.Tests.Dashboard.Drivers;

/// <summary>An app that looks back on an hour of work, and a browser.</summary>
public sealed class DashboardEnvironment : IAsyncLifetime
{
    private const string FindKeyName = "find-key";
    private const int SlotsOfPeriod = 60;

    /// <summary>Forty minutes, so that none of it leaves the hour while tests run.</summary>
    private const int Periods = 4;

    private static readonly TimeSpan PeriodLength = TimeSpan.FromMinutes(10);

    /// <summary>The account to whose records the page links.</summary>
    public const string PortalId = "12345678";

    private Browser? _browser;

    public ApiEnvironment App { get; } = new()
    {
        Changes =
        {
            ["HubSpot__PortalId"] = PortalId,
            ["HubSpot__RateLimit"] = "190",
            ["KeyVault__FindKeyName"] = FindKeyName,
            ["Processing__ProbeInterval"] = "00:00:01",
            ["Processing__RefreshInterval"] = "00:00:00.5",
            ["Processing__ResumeInterval"] = "00:00:01",
        },
    };

    /// <summary>How many users the hour before has, by the page's words for their outcomes.</summary>
    public Dictionary<string, int> Past { get; } = new(StringComparer.Ordinal) { ["created"] = 0, ["already there"] = 0, ["rejected"] = 0, ["unknown"] = 0 };

    public async ValueTask InitializeAsync()
    {
        if (Browser.Program is null)
        {
            return;
        }

        var starting = Browser.StartAsync();
        await App.InitializeAsync();
        App.Local.KeyVault.SetSecret(FindKeyName, new string('k', 40));
        await WritePastAsync();
        _browser = await starting;
    }

    public Task<BrowserPage> OpenAsync(int width = 1180, string scheme = "light") => BrowserPage.OpenAsync(_browser!, App.App.Address, width, scheme);

    /// <summary>Opens the page with the right key.</summary>
    public async Task<BrowserPage> SignInAsync(int width = 1180, string scheme = "light")
    {
        var page = await OpenAsync(width, scheme);
        await page.EnterKeyAsync(App.Local.FunctionKey);
        await page.SeesAsync("#state", "Running");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        await App.DisposeAsync();
    }

    /// <summary>Writes what another process counted in the last hour, which no test can wait for.</summary>
    private async Task WritePastAsync()
    {
        var control = new TableServiceClient(App.Local.Storage.ConnectionString).GetTableClient("HubSpotControl");
        await control.CreateIfNotExistsAsync();
        var now = TimeProvider.System.GetUtcNow();
        var last = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % PeriodLength.Ticks), TimeSpan.Zero);
        for (var period = Periods; period > 0; period--)
        {
            var start = last - (period * PeriodLength);
            var slots = Enumerable.Range(0, SlotsOfPeriod).Select(slot => (slot, Counts: CountsOf((SlotsOfPeriod * (Periods - period)) + slot))).Where(one => one.Counts[0] > 0).ToList();
            foreach (var (_, counts) in slots)
            {
                Past["created"] += counts[0];
                Past["already there"] += counts[1];
                Past["rejected"] += counts[2];
                Past["unknown"] += counts[3];
            }

            var text = string.Join(';', slots.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.slot}:{string.Join(',', one.Counts)},0")));
            await control.UpsertEntityAsync(new TableEntity("outcomes", $"{start.UtcDateTime:yyyyMMddHHmm}-past") { ["Slots"] = text });
        }
    }

    /// <summary>Two uploads and a quiet time between them; the second at the limit.</summary>
    private static int[] CountsOf(int slot) => slot switch
    {
        > 40 and < 110 => [4200 + (slot % 7 * 420), 260 + (slot % 5 * 60), 40 + (slot % 3 * 30), 0],
        > 150 and < 225 => [17_100 + (slot % 4 * 250), 500 + (slot % 3 * 80), slot % 6 * 90, slot is > 184 and < 190 ? 300 : 0],
        _ when slot % 9 is 0 => [320 + (slot % 5 * 90), 10, 0, 0],
        _ => [0, 0, 0, 0],
    };
}
