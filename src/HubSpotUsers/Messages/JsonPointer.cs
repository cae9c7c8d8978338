namespace HubSpotUsers.Messages;

/// <summary>Builds JSON pointers (RFC 6901) that are safe to log and to return.</summary>
internal static class JsonPointer
{
    private const int MaxNameLength = 100;

    public static string Append(string pointer, int index) => $"{pointer}/{index}";

    /// <summary>Points to a field by a name of the schema.</summary>
    public static string Append(string pointer, string name) => $"{pointer}/{name}";

    /// <summary>
    /// Points to a field by the name the sender gave it. Such a name may be personal data, such as an address where a header should be:
    /// only one of the form that HubSpot gives its own names is repeated, and <c>#</c> and its position, from 0, stand for any other.
    /// </summary>
    public static string Append(string pointer, string name, int position) => IsPropertyName(name) ? $"{pointer}/{name}" : $"{pointer}/#{position}";

    /// <summary>Whether a name has the form that HubSpot gives the names of properties.</summary>
    public static bool IsPropertyName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && char.IsAsciiLetterLower(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_');
}
