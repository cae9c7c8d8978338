using System.Net;
using System.Net.Http.Json;
using Simulators.HubSpot.Control;
using Simulators.HubSpot.Faults;
using static Functions.Tests.Simulators.HubSpot.SimulatedAccount;

namespace Functions.Tests.Simulators.HubSpot;

public sealed class ControlTests
{
    [Fact]
    public async Task Patching_settings_changes_what_it_names_and_nothing_else()
    {
        await using var account = await StartAsync();
        var before = account.Simulator.Settings;

        using var response = await account.Client.PatchAsync(Address("settings"), JsonContent("""{"rateLimit":7,"latencyMin":"00:00:02","twins":"BothCreated"}"""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(7, account.Simulator.Settings.RateLimit);
        Assert.Equal(TimeSpan.FromSeconds(2), account.Simulator.Settings.LatencyMin);
        Assert.Equal(before.KnownProperties, account.Simulator.Settings.KnownProperties);
        Assert.Equal(before.AcceptedTokens, account.Simulator.Settings.AcceptedTokens);
    }

    [Theory]
    [InlineData("""{"noSuchSetting":1}""")]
    [InlineData("""{"rateLimit":"many"}""")]
    [InlineData("""{"knownProperties":null}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task A_patch_that_does_not_fit_is_refused(string patch)
    {
        await using var account = await StartAsync();

        using var response = await account.Client.PatchAsync(Address("settings"), JsonContent(patch));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEmpty((await response.Content.ReadFromJsonAsync(ControlJson.Default.ControlError))!.Error);
    }

    [Fact]
    public async Task Faults_are_added_listed_and_cleared()
    {
        await using var account = await StartAsync();

        using var added = await account.Client.PostAsync(Address("faults"), JsonContent("""{"name":"status-503-before","times":2,"target":"BatchCreate"}"""));
        var rules = await account.Client.GetFromJsonAsync(Address("faults"), ControlJson.Default.IReadOnlyListFaultRule);
        var struck = await account.CreateAsync(Inputs(1));
        using var cleared = await account.Client.DeleteAsync(Address("faults"));
        var spared = await account.CreateAsync(Inputs(1));
        using var unknown = await account.Client.PostAsync(Address("faults"), JsonContent("""{"name":"nothing"}"""));

        Assert.Equal([new FaultRule("status-503-before") { Times = 2, Target = FaultTarget.BatchCreate }], rules);
        Assert.Equal([503, 201], new[] { struck.Status, spared.Status });
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.BadRequest], [added.StatusCode, cleared.StatusCode, unknown.StatusCode]);
    }

    [Fact]
    public async Task Fault_names_come_with_descriptions()
    {
        await using var account = await StartAsync();

        var names = await account.Client.GetFromJsonAsync(Address("faults/names"), ControlJson.Default.IReadOnlyListFaultDescription);

        Assert.Equal(FaultCatalogue.All, names);
        Assert.All(names!, fault => Assert.NotEmpty(fault.Description));
    }

    [Fact]
    public async Task The_journal_is_read_in_pages_and_cleared()
    {
        await using var account = await StartAsync();
        await account.CreateAsync(Inputs(2));
        await account.GetAsync(V3);

        var second = await account.Client.GetFromJsonAsync(Address("journal?after=1&limit=5"), ControlJson.Default.IReadOnlyListJournalCall);
        var records = await account.Client.GetFromJsonAsync(Address("records?limit=1"), ControlJson.Default.IReadOnlyListCreatedUser);
        var summary = await account.Client.GetFromJsonAsync(Address("summary"), ControlJson.Default.JournalSummary);
        using var cleared = await account.Client.DeleteAsync(Address("state"));
        var empty = await account.Client.GetFromJsonAsync(Address("summary"), ControlJson.Default.JournalSummary);
        var again = await account.CreateAsync(Inputs(2));

        Assert.Equal([2L], second!.Select(call => call.Sequence));
        Assert.Equal(["u1@example.com"], records!.Select(user => user.UniqueValue));
        Assert.Equal((2L, 2L, 2L), (summary!.TotalCalls, summary.TotalInputs, summary.CreatedUsers));
        Assert.Equal((0L, 0L), (empty!.TotalCalls, empty.CreatedUsers));
        Assert.Equal(201, again.Status);
    }

    private static Uri Address(string path) => new("_control/" + path, UriKind.Relative);

    private static StringContent JsonContent(string json) => new(json, null, "application/json");
}
