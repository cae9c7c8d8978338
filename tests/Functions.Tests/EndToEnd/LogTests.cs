using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.EndToEnd;

/// <summary>What a person sees on the host's console, and in the log stream of a deployed app.</summary>
public sealed class LogTests(AppFixture fixture) : EndToEndTest(fixture)
{
    [Fact]
    public async Task A_warning_of_the_app_is_one_line_of_the_console()
    {
        var sent = await Queue.SendAsync("{");
        await Queue.PoisonOfAsync(sent.MessageId);

        await Eventually.HoldsAsync("a line with the message's id", () => Lines().Any());
        var line = Assert.Single(Lines());
        Assert.Contains("warn: HubSpotUsers.Queue.UserMessageHandler[300]", line, StringComparison.Ordinal);

        IEnumerable<string> Lines() => Fixture.Output.Where(line => line.Contains(sent.MessageId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_that_go_well_write_no_line_each_and_libraries_none()
    {
        await using var app = await OwnApp.PrepareAsync(Fixture);
        var ids = await app.Queue.SendAllAsync([.. TestUser.Next(200).Select(UserMessages.Of)]);
        await app.StartAsync();
        await Tables.UsersOfAllAsync([.. ids]);
        await app.Queue.WaitUntilEmptyAsync();
        await app.StopAsync();

        Assert.DoesNotContain(app.Output, line => ids.Any(id => line.Contains(id, StringComparison.Ordinal)));
        Assert.DoesNotContain(app.Output, line => line.Contains("System.Net.Http", StringComparison.Ordinal) || line.Contains("Polly", StringComparison.Ordinal) || line.Contains("Microsoft.AspNetCore", StringComparison.Ordinal));
        Assert.Contains(app.Output, line => line.Contains("users created in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_that_is_unknown_is_named_with_those_that_are_known()
    {
        await using var app = await OwnApp.PrepareAsync(Fixture, new KeyValuePair<string, string>("HubSpot__RateLimt", "100"));

        await app.StartAsync();

        var line = Assert.Single(app.Output, line => line.Contains("HubSpot:RateLimt", StringComparison.Ordinal));
        Assert.Contains("RateLimit", line, StringComparison.Ordinal);
    }
}
