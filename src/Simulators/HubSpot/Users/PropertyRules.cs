using System.Text.Json;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Users;

/// <summary>Judges the properties of one input.</summary>
internal static class PropertyRules
{
    /// <summary>HubSpot's message about the properties, or null when all are valid.</summary>
    public static string? Refuse(CreateInput input, HubSpotSettings settings)
    {
        var failures = input.Properties.Select(property => Check(property.Key, property.Value, settings)).OfType<PropertyFailure>().ToArray();
        return failures.Length == 0
            ? null
            : "Property values were not valid: " + JsonSerializer.Serialize(failures, WireJson.Readable.IReadOnlyListPropertyFailure);
    }

    private static PropertyFailure? Check(string name, string value, HubSpotSettings settings)
    {
        if (!settings.KnownProperties.Contains(name, StringComparer.Ordinal))
        {
            return new($"Property \"{name}\" does not exist", "PROPERTY_DOESNT_EXIST", name);
        }

        // HubSpot repeats the value in these messages, so callers must not log them.
        if (settings.EmailProperties.Contains(name, StringComparer.Ordinal) && !value.Contains('@', StringComparison.Ordinal))
        {
            return new($"Email address {value} is invalid", "INVALID_EMAIL", name);
        }

        return settings.Options.TryGetValue(name, out var options) && !options.Contains(value, StringComparer.Ordinal)
            ? new($"{value} was not one of the allowed options: [{string.Join(", ", options)}]", "INVALID_OPTION", name)
            : null;
    }
}
