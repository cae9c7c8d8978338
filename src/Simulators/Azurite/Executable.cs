namespace Simulators.Azurite;

/// <summary>Finds programs on the path.</summary>
internal static class Executable
{
    /// <summary>The full path of a program that comes with Node.js.</summary>
    /// <exception cref="AzuriteException">The program is not installed.</exception>
    public static string Find(string name)
    {
        string[] names = OperatingSystem.IsWindows() ? [name + ".exe", name + ".cmd"] : [name];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => names.Select(file => Path.Combine(folder, file))).FirstOrDefault(File.Exists)
            ?? throw new AzuriteException(
                $"The storage emulator needs '{name}', which is not on the PATH. Install Node.js 20 or later, which brings node and npm, " +
                "or start an Azurite yourself.");
    }
}
