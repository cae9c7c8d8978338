namespace Simulators.HubSpot.Users;

/// <summary>The property a record can be read by.</summary>
internal static class ReadableProperty
{
    private const string ObjectId = "hs_object_id";

    /// <summary>Null stands for the record's own id.</summary>
    public static string? Normalize(string? idProperty) => string.IsNullOrEmpty(idProperty) || idProperty == ObjectId ? null : idProperty;

    /// <summary>HubSpot's message about a property that is not unique, or null.</summary>
    public static string? Refuse(string? idProperty, HubSpotSettings settings) =>
        Normalize(idProperty) is { } name && name != settings.UniqueProperty
            ? $"Property {name} is not a unique identifier property"
            : null;
}
