using System.Text.Json;
using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Users;

/// <summary>Judges the properties and the associations of one input.</summary>
internal static class InputValidator
{
    /// <summary>What HubSpot says about an input, or null when it is valid.</summary>
    public static InputRefusal? Refuse(CreateInput input, HubSpotSettings settings) => RefuseProperties(input, settings) ?? RefuseTargets(input, settings);

    private static InputRefusal? RefuseProperties(CreateInput input, HubSpotSettings settings)
    {
        var failures = input.Properties.Select(property => Check(property.Key, property.Value, settings)).OfType<PropertyFailure>().ToArray();
        return failures.Length == 0
            ? null
            : new InputRefusal(
                "Property values were not valid: " + JsonSerializer.Serialize(failures, WireJson.Readable.IReadOnlyListPropertyFailure),
                [.. failures.Select(Detail)]);
    }

    private static ErrorDetail Detail(PropertyFailure failure) =>
        new(failure.Message, new Dictionary<string, string[]>(StringComparer.Ordinal) { ["propertyName"] = [failure.Name] }) { Code = failure.Error };

    private static InputRefusal? RefuseTargets(CreateInput input, HubSpotSettings settings)
    {
        var unknown = input.Targets.FirstOrDefault(target => settings.AssociationTargets is { } known
            ? !known.Contains(target, StringComparer.Ordinal)
            : !target.All(char.IsAsciiDigit));
        return unknown is null ? null : new InputRefusal($"{unknown} is not a valid ID", []) { IsNameless = true };
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
