using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.Api.Drivers;

/// <summary>A folder below tests whose packages of npm are installed once, in the versions of its lock file.</summary>
internal sealed class NpmFolder
{
    private readonly Lazy<Task> _installed;

    public NpmFolder(string name)
    {
        Path = System.IO.Path.Combine(ProcessRun.Repository, "tests", name);
        _installed = new Lazy<Task>(InstallAsync);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Waits until its packages are there.</summary>
    public Task InstalledAsync() => _installed.Value;

    /// <summary>Runs a command to its end, which must be a good one.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> SucceedAsync(string command, IEnumerable<string> arguments, string folder = "")
    {
        var run = await ProcessRun.OfCommandAsync(command, arguments, settings: null, folder);
        Assert.True(run.ExitCode is 0, $"{command} ended with {run.ExitCode}:\n{run.Output}");
        return run.Output;
    }

    private async Task InstallAsync()
    {
        var installed = new FileInfo(System.IO.Path.Combine(Path, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(System.IO.Path.Combine(Path, "package-lock.json")))
        {
            await SucceedAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--prefix", Path]);
        }
    }
}
