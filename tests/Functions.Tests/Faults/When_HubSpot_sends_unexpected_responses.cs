using Functions.Tests.EndToEnd.Builders;
using Simulators.HubSpot.Faults;

namespace Functions.Tests.Faults;

/// <summary>Every fault of the simulator's catalogue strikes one call of seven users; the app recovers by itself.</summary>
public sealed class When_HubSpot_sends_unexpected_responses(When_HubSpot_sends_unexpected_responses.App app) : IClassFixture<When_HubSpot_sends_unexpected_responses.App>
{
    private const int Users = 7;

    /// <summary>The faults by which HubSpot refuses users; after all others every user is created.</summary>
    private static readonly Dictionary<string, int> Refused = new(StringComparer.Ordinal)
    {
        ["errors-in-201"] = 1,
        ["nameless-errors-for-all"] = Users,
        ["nameless-errors-for-some"] = 2,
        ["odd-kinds"] = 1,
        ["one-error-many-inputs"] = 3,
        ["trace-id-at-the-top"] = 1,
        ["trace-ids-in-one-text"] = 3,
    };

    /// <summary>The faults by which HubSpot says that it has users already.</summary>
    private static readonly Dictionary<string, int> Conflicting = new(StringComparer.Ordinal) { ["conflict-by-code-207"] = 1, ["conflict-of-value-207"] = 1 };

    public static TheoryData<string> Faults => [.. FaultCatalogue.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Once_every_user_has_its_outcome_and_none_is_created_twice(string fault)
    {
        var run = app.Begin();
        app.HubSpot.Faults.Add(new FaultRule(fault) { Target = FaultTarget.BatchCreate, RetryAfter = TimeSpan.FromSeconds(1) });

        await run.SendAsync([.. TestUser.Next(Users).Select(user => user.ToInput())]);

        var end = await run.EndAsync();
        var (refused, conflicting) = (Refused.GetValueOrDefault(fault), Conflicting.GetValueOrDefault(fault));
        var created = Users - refused - conflicting;
        end.AssertOutcomes(("Created", created), ("Rejected", refused), ("Duplicate", conflicting));
        Assert.Equal(created, end.Facts.Created.Count);
    }

    [Theory]
    [InlineData("status-500-after")]
    [InlineData("status-429-rolling")]
    [InlineData("reset-before")]
    [InlineData("hang-after")]
    [InlineData("look-up-in-part")]
    [InlineData("look-up-in-part-nameless")]
    [InlineData("look-up-without-values")]
    public async Task While_it_is_asked_what_it_has_every_user_is_created_once(string readFault)
    {
        var run = app.Begin();
        app.HubSpot.Faults.Add("reset-after");
        app.HubSpot.Faults.Add(readFault, times: 1, FaultTarget.BatchRead);

        await run.SendAsync([.. TestUser.Next(Users).Select(user => user.ToInput())]);

        (await run.EndAsync()).AssertAllCreated();
    }

    [Theory]
    [InlineData("status-503-before", 3)]
    [InlineData("reset-after", 3)]
    [InlineData("empty-both-lists-before", 4)]
    [InlineData("status-401-expired", 3)]
    public async Task Again_and_again_every_user_is_created_once(string fault, int times)
    {
        var run = app.Begin();
        app.HubSpot.Faults.Add(fault, times);

        await run.SendAsync([.. TestUser.Next(Users).Select(user => user.ToInput())]);

        (await run.EndAsync()).AssertAllCreated();
    }

    [Fact]
    public async Task By_refusing_connections_every_user_is_created_when_it_takes_them_again()
    {
        var run = app.Begin();
        await app.HubSpot.StopListeningAsync();
        try
        {
            var id = await run.SendAsync([.. TestUser.Next(Users).Select(user => user.ToInput())]);
            await Eventually.HoldsAsync("a deferral", () => run.Output.Any(line => line.Contains($"users of {id} are deferred", StringComparison.Ordinal) && IsUnreachable(line)));
        }
        finally
        {
            await app.HubSpot.ListenAgainAsync();
        }

        (await run.EndAsync()).AssertAllCreated();
    }

    public sealed class App : FaultApp
    {
        /// <summary>Has deferrals written to the log.</summary>
        protected override void Configure(FaultRun run) => run.Settings["Logging__LogLevel__HubSpotUsers.Queue"] = "Debug";
    }

    /// <summary>The reason reported is the failed connection, or the circuit that such connections have opened.</summary>
    private static bool IsUnreachable(string line) =>
        line.Contains("ConnectionError on the way to HubSpot", StringComparison.Ordinal) || line.Contains("HubSpot is not working at the moment", StringComparison.Ordinal);
}
