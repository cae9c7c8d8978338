namespace Cli.Exporting;

/// <summary>Which outcomes are written.</summary>
/// <param name="Outcomes">The outcomes; empty for all.</param>
internal sealed record Wanted(IReadOnlyList<string> Outcomes)
{
    private static readonly string[] All = ["Created", "Duplicate", "Rejected", "Unknown", "DryRun", "Faulty", "Pending"];
    private static readonly string[] Attention = ["Rejected", "Unknown", "Faulty"];

    /// <summary>The query that asks the app for them.</summary>
    public string Query => Outcomes.Count is 0 ? string.Empty : $"outcome={string.Join(',', Outcomes)}";

    /// <summary>Reads which are wanted.</summary>
    /// <exception cref="CliException">There is no such outcome.</exception>
    public static Wanted Of(IEnumerable<string> outcomes, bool needsAttention)
    {
        var names = outcomes.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (names.Count > 0 && needsAttention)
        {
            throw new CliException(ExitCode.Usage, "Pass --outcome or --needs-attention, not both.");
        }

        return needsAttention
            ? new Wanted(Attention)
            : new Wanted([.. names.Select(name => Array.Find(All, known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new CliException(ExitCode.Usage, $"There is no such outcome. Use one of {string.Join(", ", All)}."))]);
    }

    /// <summary>Whether an outcome is written.</summary>
    public bool Takes(string outcome) => Outcomes.Count is 0 || Outcomes.Contains(outcome, StringComparer.Ordinal);
}
