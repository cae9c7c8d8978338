using System.Text.Json;
using System.Text.Json.Nodes;

namespace Simulators.HubSpot.Control;

/// <summary>Changes some settings and leaves the others.</summary>
internal static class SettingsPatch
{
    /// <summary>The settings with the changes of a JSON object, whose members are named as the settings are.</summary>
    /// <exception cref="JsonException">The patch is not a JSON object, or names or values in it do not fit.</exception>
    public static HubSpotSettings Apply(HubSpotSettings settings, ReadOnlyMemory<byte> patch)
    {
        if (JsonNode.Parse(patch.Span) is not JsonObject changes)
        {
            throw new JsonException("Settings are a JSON object.");
        }

        var merged = JsonSerializer.SerializeToNode(settings, ControlJson.Default.HubSpotSettings)!.AsObject();
        foreach (var (name, value) in changes)
        {
            merged[name] = value?.DeepClone();
        }

        return merged.Deserialize(ControlJson.Default.HubSpotSettings)!;
    }
}
