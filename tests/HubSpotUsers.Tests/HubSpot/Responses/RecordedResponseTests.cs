using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.HubSpot.Responses;

public sealed class RecordedResponseTests
{
    public static TheoryData<string> Names => [.. RecordedResponse.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_recorded_response_leads_to_its_outcomes(string name)
    {
        var recorded = RecordedResponse.Read(name);
        await using var app = recorded.HasUniqueProperty ? await TestApp.StartReconcilingAsync() : await TestApp.StartAsync();
        foreach (var response in recorded.Responses)
        {
            app.HubSpot.Plan((_, _) => Task.FromResult(response.ToResponse()));
        }

        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var lookUps = 0;
        app.HubSpot.LookUp = request => HubSpotResponses.Found(
            app.Time.GetUtcNow(),
            HubSpotResponses.Values(request).Intersect((Interlocked.Increment(ref lookUps) > 1 ? recorded.FoundLater : null) ?? recorded.Found ?? [], StringComparer.Ordinal));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(recorded.Users, "m"), default));

        Assert.Equal(recorded.Outcomes, outcome.Inputs.Zip(recorded.Outcomes, Describe));
        Assert.Equal((recorded.Creates, recorded.LookUps), (app.HubSpot.Creates.Count, app.HubSpot.LookUps.Count));
        Assert.True(recorded.Reason is null || recorded.Reason == outcome.Inputs.First(input => input.ErrorMessage is not null).ErrorMessage, outcome.Inputs[0].ErrorMessage);
        var texts = app.Tables.Batches.Rows.Concat(app.Tables.Users.Rows).SelectMany(row => new[] { "ErrorMessage", "ErrorSummary", "Anomalies" }.Select(row.GetString));
        Assert.All(texts, text => Assert.DoesNotContain("@example.com", text ?? string.Empty, StringComparison.Ordinal));
        Assert.Empty(app.Tables.Intents.Rows);
    }

    private static string Describe(InputOutcome outcome, string expected)
    {
        var id = expected.EndsWith(" any", StringComparison.Ordinal) ? "any" : outcome.HubSpotId ?? outcome.ExistingId;
        return $"{outcome.Outcome} {id}".Trim();
    }
}
