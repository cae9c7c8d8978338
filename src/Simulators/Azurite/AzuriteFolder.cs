namespace Simulators.Azurite;

/// <summary>Where Azurite is installed.</summary>
internal static class AzuriteFolder
{
    /// <summary>Below the repository's artifacts, or in the user's cache when there is no repository around.</summary>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
            {
                return Path.Combine(folder.FullName, "artifacts", "azurite");
            }
        }

        var cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return Path.Combine(cache.Length > 0 ? cache : Path.GetTempPath(), "hubspot-users", "azurite");
    }
}
