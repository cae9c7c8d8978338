using Functions.Tests.EndToEnd.Builders;
using Simulators.HubSpot;
using Simulators.HubSpot.Journaling;

namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>Looks into the simulated HubSpot, which all tests share.</summary>
public sealed class HubSpotDriver(HubSpotSimulator simulator)
{
    private readonly Lock _settings = new();

    /// <summary>The user's one record; fails when there is none or more than one.</summary>
    public CreatedUser RecordOf(TestUser user) => Assert.Single(RecordsOf(user));

    public IEnumerable<CreatedUser> RecordsOf(TestUser user) => simulator.Journal.CreatedByUniqueValue()[user.Email.ToLowerInvariant()];

    /// <summary>How many of the users HubSpot has.</summary>
    public int CountOf(IEnumerable<TestUser> users)
    {
        var created = simulator.Journal.CreatedByUniqueValue();
        return users.Count(user => created.Contains(user.Email));
    }

    /// <summary>Waits until HubSpot has all of the users.</summary>
    public Task WaitForAsync(IReadOnlyCollection<TestUser> users) =>
        Eventually.SeesAsync($"{users.Count} users in HubSpot", () => Task.FromResult(CountOf(users)), count => count == users.Count);

    /// <summary>Fails unless HubSpot has each of the users once.</summary>
    public void AssertEachCreatedOnce(IReadOnlyCollection<TestUser> users)
    {
        var created = simulator.Journal.CreatedByUniqueValue();
        Assert.All(users, user => Assert.Single(created[user.Email]));
    }

    /// <summary>The calls with inputs of these sources, in the order of arrival.</summary>
    public IReadOnlyList<JournalCall> CallsOf(IEnumerable<string> sourceIds)
    {
        var wanted = sourceIds.ToHashSet(StringComparer.Ordinal);
        return [.. simulator.Journal.Calls.Where(call => call.TraceIds.Any(traceId => wanted.Contains(traceId[..traceId.LastIndexOf('-')])))];
    }

    /// <summary>Changes which tokens HubSpot takes.</summary>
    public void AcceptToken(string token) =>
        Change(settings => settings with { AcceptedTokens = [.. settings.AcceptedTokens, token] });

    public void RefuseToken(string token) =>
        Change(settings => settings with { AcceptedTokens = [.. settings.AcceptedTokens.Where(accepted => accepted != token)] });

    private void Change(Func<HubSpotSettings, HubSpotSettings> change)
    {
        lock (_settings)
        {
            simulator.Settings = change(simulator.Settings);
        }
    }
}
