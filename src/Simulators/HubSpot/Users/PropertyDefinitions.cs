using Simulators.HubSpot.Api;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Users;

/// <summary><c>GET crm/v3/properties/users</c>: what the account says of its properties.</summary>
internal static class PropertyDefinitions
{
    public static CallResponse List(ApiCall call) => CallResponse.Json(
        200, new PropertyPage([.. call.Settings.KnownProperties.Select(name => Of(name, call.Settings))]), WireJson.Readable.PropertyPage);

    private static PropertyBody Of(string name, HubSpotSettings settings)
    {
        var options = settings.Options.GetValueOrDefault(name) ?? [];
        return new PropertyBody(
            name,
            settings.PropertyLabels.GetValueOrDefault(name) ?? name,
            options.Count > 0 ? "enumeration" : settings.PropertyTypes.GetValueOrDefault(name) ?? "string",
            [.. options.Select(option => new PropertyOptionBody(option, option))],
            new PropertyModificationBody(settings.ReadOnlyProperties.Contains(name, StringComparer.Ordinal)));
    }
}
