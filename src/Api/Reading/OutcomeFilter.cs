using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using Microsoft.AspNetCore.Http;

namespace Api.Reading;

/// <summary>Which users are asked for, by what became of them.</summary>
/// <param name="Outcomes">The outcomes; null for all.</param>
internal sealed record OutcomeFilter(IReadOnlyCollection<string>? Outcomes)
{
    /// <summary>Stands for the outcome of a line of a file that holds no user.</summary>
    public const string Faulty = "Faulty";

    /// <summary>The parameters that are read here.</summary>
    public const string Outcome = "outcome";

    /// <summary>Asks for what a person must look at.</summary>
    public const string NeedsAttention = "needsAttention";

    private static readonly string[] AttentionOutcomes = [nameof(HubSpotUsers.Outcome.Rejected), nameof(HubSpotUsers.Outcome.Unknown), Faulty];
    private static readonly string[] Known =
    [
        nameof(HubSpotUsers.Outcome.Created), nameof(HubSpotUsers.Outcome.Duplicate), nameof(HubSpotUsers.Outcome.Rejected), nameof(HubSpotUsers.Outcome.Unknown),
        nameof(HubSpotUsers.Outcome.DryRun), RecordedUser.Pending, Faulty,
    ];

    /// <summary>The outcomes by which rows of users are asked for; null for all.</summary>
    public IReadOnlyCollection<string>? OfUsers => Outcomes is null ? null : [.. Outcomes.Where(outcome => outcome is not Faulty)];

    /// <summary>Whether users are asked for at all.</summary>
    public bool TakesUsers => OfUsers is not { Count: 0 };

    /// <summary>Whether faulty lines are asked for.</summary>
    public bool TakesFaults => Outcomes?.Contains(Faulty, StringComparer.Ordinal) is not false;

    /// <summary>How many users and lines of a request a person must look at.</summary>
    public static int CountAttention(OutcomeCounts counts, int faultyLines) => counts.Rejected + counts.Unknown + faultyLines;

    /// <summary>Reads what is asked for.</summary>
    /// <exception cref="RefusedException">It cannot be asked for.</exception>
    public static OutcomeFilter Of(HttpRequest request)
    {
        var (names, attention) = (Paging.Text(request, Outcome), Paging.Flag(request, NeedsAttention));
        return (names, attention) switch
        {
            ({ Length: > 0 }, true) => throw RefusedException.BadParameter($"{NeedsAttention} stands for {Outcome}={string.Join(',', AttentionOutcomes)}; leave one of the two out."),
            (_, true) => new OutcomeFilter(AttentionOutcomes),
            ({ Length: > 0 }, false) => new OutcomeFilter([.. names.Split(',', StringSplitOptions.TrimEntries).Select(Find).Distinct(StringComparer.Ordinal)]),
            _ => new OutcomeFilter((IReadOnlyCollection<string>?)null),
        };
    }

    private static string Find(string name) => Array.Find(Known, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
        ?? throw RefusedException.BadParameter($"{Outcome} must be one or more of {string.Join(", ", Known)}, with commas in between.");
}
