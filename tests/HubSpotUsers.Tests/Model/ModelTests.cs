using System.Globalization;
using History;

namespace HubSpotUsers.Tests.Model;

/// <summary>
/// Hundreds of random histories against the checker. <c>MODEL_SEED</c> replays one; <c>MODEL_HISTORIES</c> says how many there are.
/// </summary>
[Collection(nameof(UndisturbedCollection))]
public sealed class ModelTests
{
    private const int DefaultHistories = 300;

    [Fact]
    public void Every_random_history_of_deliveries_faults_and_deaths_keeps_the_promises()
    {
        int[] seeds = Environment.GetEnvironmentVariable("MODEL_SEED") is { Length: > 0 } seed
            ? [int.Parse(seed, CultureInfo.InvariantCulture)]
            : [.. Enumerable.Range(1, Number("MODEL_HISTORIES") ?? DefaultHistories)];

        var broken = new List<string>();
        var (inputs, outcomes) = (0, new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var one in seeds)
        {
            var (facts, lost) = RandomHistory.Run(one);
            broken.AddRange(lost.Take(3).Select(address => $"MODEL_SEED={one}: {address} is neither in HubSpot nor in the poison queue"));
            inputs += facts.Inputs.Count;
            foreach (var outcome in facts.Rows.CountBy(row => row.Outcome, StringComparer.Ordinal))
            {
                outcomes[outcome.Key] = outcomes.GetValueOrDefault(outcome.Key) + outcome.Value;
            }

            var result = Invariants.Check(facts, isOver: true);
            broken.AddRange(result.Violations.Take(3).Select(violation => $"MODEL_SEED={one}: {violation.Invariant} {violation.Detail}"));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{seeds.Length} histories, {inputs} inputs: {string.Join(", ", outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}"))}");
        Assert.True(broken.Count is 0, string.Join(Environment.NewLine, broken.Take(20)));
        Assert.True(inputs > 0);
    }

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
