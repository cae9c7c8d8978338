namespace Simulators.HubSpot;

/// <summary>How the simulated account behaves; replace the whole record at any time, the next call follows it.</summary>
public sealed record HubSpotSettings
{
    /// <summary>The bearer tokens that are let in.</summary>
    public IReadOnlyList<string> AcceptedTokens { get; init; } = ["simulated-token"];

    /// <summary>Tokens refused with EXPIRED_AUTHENTICATION; any other unknown token is INVALID_AUTHENTICATION.</summary>
    public IReadOnlyList<string> ExpiredTokens { get; init; } = [];

    /// <summary>Scopes that the tokens lack: <c>crm.objects.users.write</c>, <c>crm.objects.users.read</c>.</summary>
    public IReadOnlyList<string> MissingScopes { get; init; } = [];

    /// <summary>Whether the account tells the scopes of a token that is not of a private app; else 404.</summary>
    public bool TellsScopes { get; init; } = true;

    /// <summary>The properties of a user; any other is PROPERTY_DOESNT_EXIST.</summary>
    public IReadOnlyList<string> KnownProperties { get; init; } =
    [
        "hs_additional_phone", "hs_availability_status", "hs_email", "hs_family_name", "hs_given_name", "hs_internal_user_id",
        "hs_job_title", "hs_main_user_language_skill", "hs_out_of_office_hours", "hs_secondary_user_language_skill",
        "hs_standard_time_zone", "hs_uncategorized_skills", "hs_working_hours",
    ];

    /// <summary>What people see in place of the names of properties; any other has none.</summary>
    public IReadOnlyDictionary<string, string> PropertyLabels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["hs_additional_phone"] = "Additional Phone",
        ["hs_email"] = "Email",
        ["hs_family_name"] = "Last Name",
        ["hs_given_name"] = "First Name",
        ["hs_job_title"] = "Job Title",
        ["hs_standard_time_zone"] = "Time Zone",
    };

    /// <summary>The kinds of values of properties; any other takes text.</summary>
    public IReadOnlyDictionary<string, string> PropertyTypes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The properties that HubSpot sets itself.</summary>
    public IReadOnlyList<string> ReadOnlyProperties { get; init; } = ["hs_internal_user_id"];

    /// <summary>The properties that must hold an e-mail address, else INVALID_EMAIL.</summary>
    public IReadOnlyList<string> EmailProperties { get; init; } = ["hs_email"];

    /// <summary>The allowed values of properties that have options, else INVALID_OPTION.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Options { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["hs_availability_status"] = ["available", "away"] };

    /// <summary>
    /// The records that a user may be associated with, or null for all whose id is a number. An input with any other is refused by an error that
    /// does not name it.
    /// </summary>
    public IReadOnlyList<string>? AssociationTargets { get; init; }

    /// <summary>The properties that the tokens may not write: one input with such a property has the whole call refused with 403.</summary>
    public IReadOnlyList<string> SensitiveProperties { get; init; } = [];

    /// <summary>The property no two users share, compared without case or blanks around it and stored lower-cased; empty for none.</summary>
    public string UniqueProperty { get; init; } = "hs_email";

    /// <summary>What two inputs with one unique value in the same call lead to.</summary>
    public TwinHandling Twins { get; init; }

    /// <summary>Whether, and how, every input is refused.</summary>
    public RefusalMode Refusal { get; init; }

    /// <summary>Whether a trace id of its own on every input turns partial success on; else one bad input fails the whole call.</summary>
    public bool PartialSuccess { get; init; } = true;

    /// <summary>The most inputs of a call; one more fails the whole call.</summary>
    public int MaxInputs { get; init; } = 100;

    /// <summary>The largest request body in bytes; a larger one is refused with 413.</summary>
    public int MaxRequestBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Whether results come in arbitrary order, as HubSpot's do.</summary>
    public bool ShuffleResults { get; init; } = true;

    /// <summary>What results say about trace ids.</summary>
    public TraceIdEcho TraceIds { get; init; }

    /// <summary>Whether a property asked for but never set reads as null, as HubSpot responds, or is left out, as its schema says.</summary>
    public bool NullForUnsetProperties { get; init; }

    /// <summary>The calls a token may make in any <see cref="RateWindow"/>; 0 switches the limit off.</summary>
    public int RateLimit { get; init; } = 190;

    /// <summary>The length of the rolling window.</summary>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The calls the account may make a day; 0 switches the limit off.</summary>
    public int DailyLimit { get; init; } = 625_000;

    /// <summary>Whether responses carry the two daily headers; they do not for OAuth tokens.</summary>
    public bool DailyHeaders { get; init; } = true;

    /// <summary>How far the account's clock, whose midnight ends the day, is ahead of UTC.</summary>
    public TimeSpan AccountUtcOffset { get; init; }

    /// <summary>The shortest time before a response.</summary>
    public TimeSpan LatencyMin { get; init; }

    /// <summary>The longest time before a response; at most <see cref="LatencyMin"/> means exactly that.</summary>
    public TimeSpan LatencyMax { get; init; }

    /// <summary>Whether records are written after the latency instead of before it.</summary>
    public bool ApplyAfterLatency { get; init; }

    /// <summary>Whether the journal counts only and the store keeps unique values only, to stay small over millions of users.</summary>
    public bool CountsOnly { get; init; }
}
