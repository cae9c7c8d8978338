namespace HubSpotUsers.Files;

/// <summary>What a sender says of columns: <c>HEADER:PROPERTY</c> or <c>NUMBER:PROPERTY</c>.</summary>
internal static class ColumnMap
{
    private const string Association = ":association:";

    /// <summary>Reads what is said of columns; null when one is not said like this.</summary>
    public static IReadOnlyDictionary<string, string>? Of(IEnumerable<string> pairs)
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in pairs)
        {
            // A header may have colons, and the name of a property has none; an association has its own.
            var at = pair.IndexOf(Association, StringComparison.OrdinalIgnoreCase) is var association and > 0 ? association : pair.LastIndexOf(':');
            if (at <= 0 || at == pair.Length - 1)
            {
                return null;
            }

            map[pair[..at].Trim()] = pair[(at + 1)..].Trim();
        }

        return map;
    }
}
