using System.Globalization;

namespace HubSpotUsers;

/// <summary>
/// The trace id of a line of a file that has none of its own: <c>line-</c> and its number, which identifies its outcome. A caller's own trace
/// id that only looks like one, such as <c>line-007</c> or <c>line-manager</c>, is the caller's.
/// </summary>
internal static class LineTraceId
{
    private const string Prefix = "line-";

    /// <summary>Makes the trace id of a line.</summary>
    /// <param name="line">The line, from 1.</param>
    public static string Of(int line) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{line}");

    /// <summary>Reads the line; null when the trace id is a caller's own.</summary>
    public static int? Find(string? traceId) =>
        traceId?.StartsWith(Prefix, StringComparison.Ordinal) is true
        && int.TryParse(traceId.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
        && line > 0
        && traceId == Of(line)
            ? line
            : null;
}
