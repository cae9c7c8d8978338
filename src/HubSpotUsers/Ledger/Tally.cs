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

    /// <summary>What became of the user at a position; null while that is open.</summary>
    public Outcome? this[int position] => Known.Where(known => known.Letter == Letters[position]).Select(known => (Outcome?)known.Outcome).FirstOrDefault();

    /// <summary>The tally of a message of which no user has an outcome.</summary>
    public static Tally Of(int users) => new(new string(Open, users));

    /// <summary>Reads a row.</summary>
    public static Tally Of(TableEntity row) => new(row.Text(LettersColumn) ?? string.Empty);

    /// <summary>Reads the counts of a row, for which its numbers are enough.</summary>
    public static OutcomeCounts CountsOf(TableEntity row)
    {
        return new OutcomeCounts(Count(Outcome.Created), Count(Outcome.Duplicate), Count(Outcome.Rejected), Count(Outcome.Unknown), Deferred: 0, Count(Outcome.DryRun));

        int Count(Outcome outcome) => (int)(row.Whole(outcome.ToString()) ?? 0);
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
