using System.Text.RegularExpressions;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>
/// Recognises HubSpot's "already exists" in all its forms, and the id of the record in the way. The recorded ones are a category, a code,
/// and two sentences, any of which may stand alone.
/// </summary>
internal static partial class DuplicateRule
{
    private const string ConflictCategory = "CONFLICT";
    private const string ExistingIdContext = "existingId";
    private const string ConflictCode = "CONFLICTING_UNIQUE_VALUE";

    /// <summary>HubSpot's sentences are shorter; a page of text is not searched.</summary>
    private const int MaxSearched = 4000;

    /// <summary>Whether an error says that another record has the unique value already.</summary>
    public static bool IsConflict(string? category, string? message, IReadOnlyList<ErrorDetail?>? details) =>
        string.Equals(category, ConflictCategory, StringComparison.OrdinalIgnoreCase)
        || SaysSo(message)
        || Details(details).Any(detail => detail.Code is ConflictCode || SaysSo(detail.Message));

    /// <summary>Whether an error of a batch says that another record has the unique value already.</summary>
    public static bool IsConflict(StandardError error) => IsConflict(error.Category, error.Message, error.Errors);

    /// <summary>Finds the id in an error's contexts or, failing that, in its messages.</summary>
    public static string? ExistingId(IReadOnlyDictionary<string, IReadOnlyList<string>>? context, string? message, IReadOnlyList<ErrorDetail?>? details) =>
        InContext(context)
        ?? Details(details).Select(detail => InContext(detail.Context)).FirstOrDefault(id => id is not null)
        ?? InMessage(message)
        ?? Details(details).Select(detail => InMessage(detail.Message)).FirstOrDefault(id => id is not null);

    /// <summary>The property and the value that a message says another record has; null when it says no such thing.</summary>
    public static (string Property, string Value)? TakenValue(string? message) => Taken().Match(Searched(message)) is { Success: true } match
        ? (match.Groups["property"].Value, match.Groups["value"].Value)
        : null;

    private static bool SaysSo(string? message) =>
        message is not null && (message.Contains(ConflictCode, StringComparison.Ordinal) || Exists().IsMatch(Searched(message)) || Taken().IsMatch(Searched(message)));

    private static string? InContext(IReadOnlyDictionary<string, IReadOnlyList<string>>? context) =>
        context?.GetValueOrDefault(ExistingIdContext)?.FirstOrDefault(id => Id().IsMatch(id));

    private static string? InMessage(string? message)
    {
        var match = ExistingIdText().Match(Searched(message));
        match = match.Success ? match : Taken().Match(Searched(message));
        return match.Success ? match.Groups["id"].Value : null;
    }

    private static IEnumerable<ErrorDetail> Details(IReadOnlyList<ErrorDetail?>? details) => (details ?? []).OfType<ErrorDetail>();

    private static string Searched(string? message) => message is null ? string.Empty : message.Length <= MaxSearched ? message : message[..MaxSearched];

    /// <summary>"Contact already exists. Existing ID: 123", with or without the id.</summary>
    [GeneratedRegex(@"^\s*\w+ already exists\b|Existing ID:", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exists();

    [GeneratedRegex(@"Existing ID:\s*(?<id>[0-9]{1,20})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExistingIdText();

    /// <summary>
    /// "Cannot set PropertyValueCoordinates{portalId=…, objectTypeId=…, propertyName=P, value=V} on A. B already has that value.": A is the
    /// record that was about to be, B the one in the way.
    /// </summary>
    [GeneratedRegex(@"propertyName=(?<property>[^,}]{1,200}), value=(?<value>[^\n]*)\} on [0-9]{1,20}\. (?<id>[0-9]{1,20}) already has that value", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Taken();

    [GeneratedRegex(@"^[0-9A-Za-z_-]{1,40}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
