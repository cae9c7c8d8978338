namespace Simulators.HubSpot.Users;

/// <summary>One user to create.</summary>
/// <param name="TraceId">The trace id it was sent with.</param>
/// <param name="Properties">Its properties.</param>
/// <param name="Targets">The ids of the records it is to be associated with.</param>
internal sealed record CreateInput(string? TraceId, IReadOnlyDictionary<string, string> Properties, IReadOnlyList<string> Targets)
{
    /// <summary>The value no two users may share, as it is stored; null without one.</summary>
    public string? UniqueValue(HubSpotSettings settings) =>
        settings.UniqueProperty.Length > 0 && Properties.TryGetValue(settings.UniqueProperty, out var value) && Normalize(value) is { Length: > 0 } normal
            ? normal
            : null;

    public static string Normalize(string uniqueValue) => uniqueValue.Trim().ToLowerInvariant();
}
