using System.Globalization;

namespace HubSpotUsers.Files;

/// <summary>Records to associate users with, as a sender writes them.</summary>
internal static class AssociationText
{
    private const string HubSpotDefined = "HUBSPOT_DEFINED";

    /// <summary>Who may define a kind of association (HubSpot: Associations v4).</summary>
    public static IReadOnlyList<string> Categories { get; } = [HubSpotDefined, "INTEGRATOR_DEFINED", "USER_DEFINED", "WORK"];

    /// <summary>Reads a kind: <c>TYPE</c>, HubSpot's number of it, or <c>CATEGORY:TYPE</c>; null when it is none.</summary>
    public static AssociationSpec? ParseKind(string kind)
    {
        var (category, type) = kind.Split(':') is [var first, var second] ? (first.ToUpperInvariant(), second) : (HubSpotDefined, kind);
        return Categories.Contains(category, StringComparer.Ordinal) && int.TryParse(type, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new AssociationSpec(category, id) : null;
    }

    /// <summary>Reads a record: <c>TYPE:ID</c> or <c>CATEGORY:TYPE:ID</c>; null when it is none.</summary>
    public static Association? Parse(string text) =>
        text.LastIndexOf(':') is > 0 and var at && text[(at + 1)..] is { Length: > 0 } id && id.All(char.IsAsciiDigit) && ParseKind(text[..at]) is { } kind
            ? new Association(new ObjectId(id), [kind])
            : null;
}
