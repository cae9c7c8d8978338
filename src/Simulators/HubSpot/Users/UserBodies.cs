using Simulators.HubSpot.Journaling;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Users;

/// <summary>Writes records as HubSpot shows them.</summary>
internal static class UserBodies
{
    /// <summary>A record just created: all that was sent, and what HubSpot adds.</summary>
    public static UserBody Created(CreateInput input, CreatedUser user, HubSpotSettings settings, string? traceId) =>
        Of(user, input.Properties.Select(property => KeyValuePair.Create(property.Key, (string?)property.Value)), settings, traceId);

    /// <summary>A record read back: what was asked for, and what HubSpot always shows.</summary>
    public static UserBody Read(CreatedUser user, IEnumerable<string> properties, HubSpotSettings settings)
    {
        var asked = properties.Distinct(StringComparer.Ordinal)
            .Select(name => KeyValuePair.Create(name, name == settings.UniqueProperty ? user.UniqueValue : user.Properties.GetValueOrDefault(name)))
            .Where(property => property.Value is not null || settings.NullForUnsetProperties);
        return Of(user, asked, settings, traceId: null);
    }

    private static UserBody Of(
        CreatedUser user, IEnumerable<KeyValuePair<string, string?>> properties, HubSpotSettings settings, string? traceId)
    {
        var createdAt = WireTime.Of(user.CreatedAt);
        var shown = new SortedDictionary<string, string?>(new Dictionary<string, string?>(properties, StringComparer.Ordinal), StringComparer.Ordinal)
        {
            ["hs_createdate"] = createdAt,
            ["hs_lastmodifieddate"] = createdAt,
            ["hs_object_id"] = user.Id,
        };
        if (shown.ContainsKey(settings.UniqueProperty))
        {
            shown[settings.UniqueProperty] = user.UniqueValue;
        }

        return new UserBody
        {
            Id = user.Id,
            Properties = shown,
            CreatedAt = createdAt,
            UpdatedAt = createdAt,
            ObjectWriteTraceId = traceId,
            Url = Portal.UrlOf(user.Id),
        };
    }
}
