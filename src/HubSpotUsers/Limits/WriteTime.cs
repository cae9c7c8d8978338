using System.Globalization;
using Azure;

namespace HubSpotUsers.Limits;

/// <summary>Reads the time of a write off the version it gave the row: a table's ETag is its row's Timestamp (Azure: Understanding the Table service data model).</summary>
internal static class WriteTime
{
    private const string Prefix = "datetime'";

    /// <summary>Gives the time; null when the version does not tell it.</summary>
    public static DateTimeOffset? Of(ETag version)
    {
        var text = version.ToString();
        var start = text.IndexOf(Prefix, StringComparison.Ordinal);
        var end = text.LastIndexOf('\'');
        return start >= 0 && end > start + Prefix.Length
            && DateTimeOffset.TryParse(
                Uri.UnescapeDataString(text[(start + Prefix.Length)..end]),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time)
            ? time
            : null;
    }
}
