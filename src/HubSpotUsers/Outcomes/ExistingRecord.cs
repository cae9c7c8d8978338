using System.Text.RegularExpressions;

namespace HubSpotUsers.Outcomes;

/// <summary>Recognises HubSpot's "already exists", and the id of the record in the way.</summary>
internal static partial class ExistingRecord
{
    private const string ConflictCategory = "CONFLICT";
    private const string ExistingIdContext = "existingId";

    public static bool IsConflict(string? category) => string.Equals(category, ConflictCategory, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the id in the error's context or, failing that, in its message (HubSpot: "… already exists. Existing ID: 123").</summary>
    public static string? Find(IReadOnlyDictionary<string, IReadOnlyList<string>>? context, string? message)
    {
        if (context?.GetValueOrDefault(ExistingIdContext) is [{ Length: > 0 } id, ..])
        {
            return id;
        }

        var match = ExistingId().Match(message ?? string.Empty);
        return match.Success ? match.Groups["id"].Value : null;
    }

    [GeneratedRegex(@"Existing ID:\s*(?<id>[0-9]{1,20})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExistingId();
}
