using HubSpotUsers.HubSpot.Properties;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Files.Json;

/// <summary>
/// Tells what of a JSON user HubSpot certainly refuses: properties that the account does not have or sets itself, and values in another form.
/// JSON is written by programs, so names are taken as they stand, not by label or in another case.
/// </summary>
/// <param name="catalog">The account's properties.</param>
internal sealed class PropertyRules(PropertyCatalog catalog)
{
    /// <summary>What is wrong with the properties of a user; empty when nothing certainly is.</summary>
    public IReadOnlyList<InputFault> Check(IReadOnlyDictionary<string, string> properties)
    {
        List<InputFault>? faults = null;
        var position = 0;
        foreach (var (name, value) in properties)
        {
            if (Check(name, value) is { } detail)
            {
                (faults ??= []).Add(new InputFault(JsonPointer.Append("/properties", name, position), detail));
            }

            position++;
        }

        return faults ?? [];
    }

    private string? Check(string name, string value)
    {
        if (catalog.Named(name) is not { } property)
        {
            return $"The account has no such property of users.{(catalog.Nearest(name) is { } nearest ? $" The nearest is {nearest}." : string.Empty)} Correct its name, or leave it out.";
        }

        if (!property.IsWritable)
        {
            return "HubSpot sets this property itself. Leave it out.";
        }

        return !string.IsNullOrWhiteSpace(value) && ValueRules.Check(property, value) is { } rule ? $"The property {rule}." : null;
    }
}
