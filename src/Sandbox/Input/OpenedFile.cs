using HubSpotUsers.Files;
using HubSpotUsers.HubSpot.Properties;
using Simulators.HubSpot;

namespace Sandbox.Input;

/// <summary>Opens a file of users as an import of the app does, with the properties of the simulated account.</summary>
internal static class OpenedFile
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="SandboxException">The file cannot be taken.</exception>
    public static async Task<UserFile> OpenAsync(FileInfo file, Stream body, UserFileOptions how, HubSpotSettings account)
    {
        var named = UserFileKinds.OfName(file.Name) ?? throw new SandboxException($"{file.Name}: a file of users is .csv, .tsv, .txt, .jsonl, .ndjson, .json or .xlsx.");
        try
        {
            var (kind, content) = await UserFileKinds.LookAsync(body, named);
            return await UserFile.OpenAsync(content, how with { Kind = kind }, CatalogOf(account));
        }
        catch (InvalidFileException exception)
        {
            throw new SandboxException(string.Join(Environment.NewLine, exception.Faults.Select(fault => fault.Detail)));
        }
    }

    private static PropertyCatalog CatalogOf(HubSpotSettings account) => new(account.KnownProperties.Select(name =>
        new PropertyDefinition(name, account.PropertyLabels.GetValueOrDefault(name))
        {
            Options = [.. (account.Options.GetValueOrDefault(name) ?? []).Select(option => new PropertyOption(option))],
            Type = account.Options.ContainsKey(name) ? "enumeration" : account.PropertyTypes.GetValueOrDefault(name),
            ModificationMetadata = new PropertyModification(account.ReadOnlyProperties.Contains(name, StringComparer.Ordinal)),
        }));
}
