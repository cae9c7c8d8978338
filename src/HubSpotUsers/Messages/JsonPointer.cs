namespace HubSpotUsers.Messages;

/// <summary>Builds JSON pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    private const int MaxNameLength = 100;

    public static string Append(string pointer, int index) => $"{pointer}/{index}";

    public static string Append(string pointer, string name)
    {
        var shown = name.Length <= MaxNameLength ? name : name[..MaxNameLength] + "…";
        return $"{pointer}/{shown.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
    }
}
