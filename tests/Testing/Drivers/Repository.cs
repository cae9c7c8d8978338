namespace Testing.Drivers;

/// <summary>The files of the repository that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests must run inside the repository.");
        }

        return folder.FullName;
    }
}
