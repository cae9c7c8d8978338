using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.Api.Drivers;

/// <summary>The tools of tests/OpenApi, in the versions of its lock file.</summary>
internal static class NpmTools
{
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>Their folder.</summary>
    public static string Folder { get; } = Path.Combine(ProcessRun.Repository, "tests", "OpenApi");

    /// <summary>Where they write what is kept until the next run.</summary>
    public static string Cache { get; } = Path.Combine(Folder, "node_modules", ".cache");

    /// <summary>Runs a tool to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static Task<string> RunAsync(string tool, params IEnumerable<string> arguments) => RunInAsync(folder: string.Empty, tool, arguments);

    /// <summary>Runs a tool in a folder to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunInAsync(string folder, string tool, IEnumerable<string> arguments)
    {
        await Installed.Value;
        return await SucceedAsync(Path.Combine(Folder, "node_modules", ".bin", OperatingSystem.IsWindows() ? $"{tool}.cmd" : tool), arguments, folder);
    }

    /// <summary>Runs a program of Node.js to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static Task<string> RunNodeAsync(params IEnumerable<string> arguments) => SucceedAsync("node", arguments);

    private static async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            await SucceedAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--prefix", Folder]);
        }
    }

    private static async Task<string> SucceedAsync(string command, IEnumerable<string> arguments, string folder = "")
    {
        var run = await ProcessRun.OfCommandAsync(command, arguments, settings: null, folder);
        Assert.True(run.ExitCode is 0, $"{command} ended with {run.ExitCode}:\n{run.Output}");
        return run.Output;
    }
}
