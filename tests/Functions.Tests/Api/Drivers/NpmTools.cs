namespace Functions.Tests.Api.Drivers;

/// <summary>The tools of tests/OpenApi, in the versions of its lock file.</summary>
internal static class NpmTools
{
    private static readonly NpmFolder Tools = new("OpenApi");

    /// <summary>Their folder.</summary>
    public static string Folder => Tools.Path;

    /// <summary>Where they write what is kept until the next run.</summary>
    public static string Cache { get; } = Path.Combine(Folder, "node_modules", ".cache");

    /// <summary>Runs a tool to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static Task<string> RunAsync(string tool, params IEnumerable<string> arguments) => RunInAsync(folder: string.Empty, tool, arguments);

    /// <summary>Runs a tool in a folder to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunInAsync(string folder, string tool, IEnumerable<string> arguments)
    {
        await Tools.InstalledAsync();
        return await NpmFolder.SucceedAsync(Path.Combine(Folder, "node_modules", ".bin", OperatingSystem.IsWindows() ? $"{tool}.cmd" : tool), arguments, folder);
    }

    /// <summary>Runs a program of Node.js to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static Task<string> RunNodeAsync(params IEnumerable<string> arguments) => NpmFolder.SucceedAsync("node", arguments);
}
