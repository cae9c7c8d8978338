namespace Hosting;

/// <summary>The repository this program was built in.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    /// <exception cref="HostingException">The program does not run inside it.</exception>
    public static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
        {
            folder = folder.Parent ?? throw new HostingException("The function app is published from its sources, so this program must run inside their repository.");
        }

        return folder.FullName;
    }
}
