using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>
/// What became of each user of one message of a request: a letter for each position. Writing an outcome twice changes nothing, so the
/// counts that are taken from it stay exact however often a message is delivered.
/// </summary>
/// <param name="Letters">A letter for each user, by its position in the message.</param>
internal sealed record Tally(string Letters)
{
    private const char Open = '-';
    private const string LettersColumn = "Letters";

    private static readonly (Outcome Outcome, char Letter)[] Known =
    [
        (Outcome.Created, 'C'), (Outcome.Duplicate, 'D'), (Outcome.Rejected, 'R'), (Outcome.Unknown, 'U'), (Outcome.DryRun, 'N'),
    ];

    /// <summary>How many users have which outcome.</summary>
    public OutcomeCounts Counts => new(Count('C'), Count('D'), Count('R'), Count('U'), Deferred: 0, Count('N'));

    /// <summary>What became of the user at a position; null while that is open, or where nothing is said of it.</summary>
    public Outcome? this[int position] => position < Letters.Length
        ? Known.Where(known => known.Letter == Letters[position]).Select(known => (Outcome?)known.Outcome).FirstOrDefault()
        : null;

    /// <summary>The tally of a message of which no user has an outcome.</summary>
    public static Tally Of(int users) => new(new string(Open, users));

    /// <summary>Reads a row as far as it can be read: nothing is known of users of which it does not say anything.</summary>
    public static Tally Of(TableEntity row) => new(row.Text(LettersColumn) ?? string.Empty);

    /// <summary>Reads a row that says of each user of its message what became of it, and counts the same.</summary>
    /// <param name="users">How many users the message has.</param>
    /// <returns>The tally; null when the row is damaged, or another version of the app wrote it in another form.</returns>
    public static Tally? Read(TableEntity row, int users) => Of(row) is var tally && tally.Letters.Length == users && CountsOf(row, users) == tally.Counts ? tally : null;

    /// <summary>Reads the counts of a row, for which its numbers are enough.</summary>
    /// <param name="users">How many users it counts at most.</param>
    /// <returns>The counts; null when they cannot be those of so many users.</returns>
    public static OutcomeCounts? CountsOf(TableEntity row, int users)
    {
        var numbers = Array.ConvertAll(Known, known => row.Whole(known.Outcome.ToString()) ?? 0);
        return Array.TrueForAll(numbers, number => number >= 0 && number <= users) && numbers.Sum() <= users
            ? Known.Zip(numbers).Aggregate(OutcomeCounts.None, (counts, one) => counts.Add(one.First.Outcome, (int)one.Second))
            : null;
    }

    /// <summary>Gives the tally with the outcome of the user at a position.</summary>
    public Tally With(int position, Outcome? outcome) => this with
    {
        Letters = string.Concat(Letters.AsSpan(0, position), [LetterOf(outcome)], Letters.AsSpan(position + 1)),
    };

    /// <summary>Makes the row, with the counts in columns of their own for every reader.</summary>
    public TableEntity ToRow(string partitionKey, string rowKey)
    {
        var row = new TableEntity(partitionKey, rowKey) { [LettersColumn] = Letters };
        foreach (var (outcome, letter) in Known)
        {
            row[outcome.ToString()] = Count(letter);
        }

        return row;
    }

    private static char LetterOf(Outcome? outcome) => Array.Find(Known, known => known.Outcome == outcome) is { Letter: not '\0' and var letter } ? letter : Open;

    private int Count(char letter) => Letters.AsSpan().Count(letter);
}
