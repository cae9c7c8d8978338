namespace Simulators.Azurite;

/// <summary>The files of this folder that Azurite needs on disk.</summary>
internal static class EmbeddedFiles
{
    public const string Manifest = "package.json";
    public const string LockFile = "package-lock.json";
    public const string Fast = "azurite-fast.cjs";
    public const string ExitWithParent = "exit-with-parent.cjs";

    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedFiles).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static async Task<string> WriteAsync(string name, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, Read(name), cancellationToken);
        return path;
    }
}
