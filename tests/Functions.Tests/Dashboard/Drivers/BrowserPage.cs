using System.Text.Json.Nodes;

namespace Functions.Tests.Dashboard.Drivers;

/// <summary>A tab with the dashboard, in a browser that knows nothing of other tabs.</summary>
public sealed class BrowserPage
{
    private readonly Browser _browser;
    private readonly Uri _address;
    private readonly string _name = Guid.NewGuid().ToString("N");

    private BrowserPage(Browser browser, Uri address) => (_browser, _address) = (browser, address);

    /// <summary>Opens it.</summary>
    /// <param name="address">The app.</param>
    /// <param name="width">The width of the tab, in pixels.</param>
    /// <param name="scheme">light or dark.</param>
    public static async Task<BrowserPage> OpenAsync(Browser browser, Uri address, int width = 1180, string scheme = "light")
    {
        var page = new BrowserPage(browser, address);
        await page.DoAsync("open", new() { ["address"] = new Uri(address, "api/dashboard").AbsoluteUri, ["width"] = width, ["height"] = 900, ["scheme"] = scheme });
        return page;
    }

    /// <summary>Takes a step of tests/Browser/steps.mjs.</summary>
    public Task<JsonNode?> DoAsync(string step, JsonObject? given = null)
    {
        var all = given ?? [];
        (all["step"], all["page"]) = (step, _name);
        return _browser.DoAsync(all);
    }

    public Task ClickAsync(string role, string name, string? within = null) => DoAsync("click", Named(role, name, within));

    public Task FillAsync(string selector, string value) => DoAsync("fill", new() { ["selector"] = selector, ["value"] = value });

    /// <summary>Waits until a text is to be seen.</summary>
    public Task SeesAsync(string selector, string text) => DoAsync("sees", new() { ["selector"] = selector, ["text"] = text });

    /// <summary>Waits until a thing is not to be seen.</summary>
    public Task SeesNoneAsync(string selector) => DoAsync("seesNone", new() { ["selector"] = selector });

    public async Task<IReadOnlyList<string>> TextsAsync(string selector) =>
        [.. (await DoAsync("texts", new() { ["selector"] = selector }))!.AsArray().Select(text => (string)text!)];

    public async Task<bool> IsEnabledAsync(string role, string name, string within) => (bool)(await DoAsync("isEnabled", Named(role, name, within)))!;

    /// <summary>Drops a file onto the page.</summary>
    public Task DropAsync(string name, byte[] content) => DoAsync("drop", new() { ["name"] = name, ["base64"] = Convert.ToBase64String(content) });

    public async Task<(string Name, string Text)> DownloadAsync(string button, string within)
    {
        var file = (await DoAsync("download", new() { ["selector"] = $"{within} button:has-text(\"{button}\")" }))!;
        return ((string)file["name"]!, (string)file["text"]!);
    }

    public async Task<JsonObject> StateAsync() => (await DoAsync("state"))!.AsObject();

    /// <summary>Signs in.</summary>
    public async Task EnterKeyAsync(string key)
    {
        await FillAsync("#key", key);
        await ClickAsync("button", "Open");
    }

    /// <summary>Closes it, and fails if the page reported an error or sent a request to anything but the app.</summary>
    /// <param name="allowedStatuses">Responses that the test brought about: browsers report each as an error.</param>
    /// <returns>The requests it made.</returns>
    public async Task<JsonArray> CloseAsync(params IReadOnlyList<int> allowedStatuses)
    {
        var seen = (await DoAsync("close"))!;
        Assert.All(seen["errors"]!.AsArray().Select(error => (string)error!), error => Assert.Contains(allowedStatuses, status => error.Contains($"status of {status}", StringComparison.Ordinal)));
        Assert.All(seen["requests"]!.AsArray(), request => Assert.StartsWith(IsData(request!) ? "data:" : _address.AbsoluteUri, (string?)request!["url"], StringComparison.Ordinal));
        return seen["requests"]!.AsArray();
    }

    private static bool IsData(JsonNode request) => ((string)request["url"]!).StartsWith("data:", StringComparison.Ordinal);

    private static JsonObject Named(string role, string name, string? within) => new() { ["role"] = role, ["name"] = name, ["within"] = within };
}
