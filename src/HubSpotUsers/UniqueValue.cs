namespace HubSpotUsers;

/// <summary>
/// The one form in which values of a property that tells users apart are compared, here as by HubSpot: without blanks around them and
/// in lower case. A blank value is no value.
/// </summary>
internal static class UniqueValue
{
    /// <summary>Gives a value in that form; null when there is none.</summary>
    public static string? Normalize(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim().ToLowerInvariant();

    /// <summary>Gives a user's value of a property in that form; null without a property or a value.</summary>
    public static string? Of(UserInput user, string? property) => property is null ? null : Normalize(user.Properties.GetValueOrDefault(property));
}
