using System.Globalization;
using History;

namespace Sandbox.Results;

/// <summary>What became of everything that was sent.</summary>
/// <param name="Outcomes">How many users had which outcome.</param>
/// <param name="Unaccounted">The users without an outcome, by their source id.</param>
internal sealed record Accounts(IReadOnlyDictionary<string, int> Outcomes, IReadOnlyList<string> Unaccounted)
{
    /// <summary>The outcome of users that never could be sent and are in the poison queue.</summary>
    public const string Invalid = "Invalid";

    private const string Rejected = "Rejected";

    /// <summary>Settles what was sent against what the tables and the poison queue say.</summary>
    /// <param name="sent">The source id of every message and the number of its users.</param>
    /// <param name="outcomes">The outcomes by input key.</param>
    /// <param name="unsent">The users in the poison queue that were not sent; those under an id that another user has count as rejected, as the app counts them.</param>
    public static Accounts Settle(
        IEnumerable<KeyValuePair<string, int>> sent,
        IReadOnlyDictionary<string, string> outcomes,
        UnsentInputs unsent)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (unaccounted, reused) = (new List<string>(), new Dictionary<string, int>(unsent.Reused, StringComparer.Ordinal));
        foreach (var (sourceId, inputs) in sent)
        {
            var known = Math.Min(reused.GetValueOrDefault(sourceId), inputs);
            if (known > 0)
            {
                reused[sourceId] -= known;
                counts[Rejected] = counts.GetValueOrDefault(Rejected) + known;
            }

            for (var index = known; index < inputs; index++)
            {
                if (outcomes.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"{sourceId}-{index}"), out var outcome))
                {
                    counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
                    known++;
                }
            }

            var invalid = Math.Min(unsent.Invalid.GetValueOrDefault(sourceId), inputs - known);
            if (invalid > 0)
            {
                counts[Invalid] = counts.GetValueOrDefault(Invalid) + invalid;
            }

            if (known + invalid < inputs)
            {
                unaccounted.Add(sourceId);
            }
        }

        return new Accounts(counts, unaccounted);
    }
}
