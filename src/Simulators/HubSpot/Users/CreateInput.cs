namespace Simulators.HubSpot.Users;

/// <summary>One user to create.</summary>
internal sealed record CreateInput(string? TraceId, IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>The value no two users may share, as it is stored; null without one.</summary>
    public string? UniqueValue(HubSpotSettings settings) =>
        settings.UniqueProperty.Length > 0 && Properties.TryGetValue(settings.UniqueProperty, out var value) && value.Length > 0
            ? Normalize(value)
            : null;

    public static string Normalize(string uniqueValue) => uniqueValue.Trim().ToLowerInvariant();
}
