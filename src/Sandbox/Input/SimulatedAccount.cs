using HubSpotUsers.HubSpot.Properties;
using Simulators.HubSpot;

namespace Sandbox.Input;

/// <summary>The properties of the simulated account, as an import of the app reads them.</summary>
internal static class SimulatedAccount
{
    /// <summary>Lists them.</summary>
    public static PropertyCatalog CatalogOf(HubSpotSettings account) => new(account.KnownProperties.Select(name =>
        new PropertyDefinition(name, account.PropertyLabels.GetValueOrDefault(name))
        {
            Options = [.. (account.Options.GetValueOrDefault(name) ?? []).Select(option => new PropertyOption(option))],
            Type = account.Options.ContainsKey(name) ? "enumeration" : account.PropertyTypes.GetValueOrDefault(name),
            ModificationMetadata = new PropertyModification(account.ReadOnlyProperties.Contains(name, StringComparer.Ordinal)),
        }));
}
