using System.Security.Cryptography;
using System.Text;
using Functions.Tests.EndToEnd.Drivers;
using Simulators.Azurite;
using Simulators.Hosting;

namespace Functions.Tests.Producers;

/// <summary>What samples of other languages need, installed once below <c>artifacts/producers</c> by the first test that asks for it.</summary>
internal static class ProducerTools
{
    private const string PowerShellVersion = "7.6.9";

    /// <summary>A folder in which Node.js finds the packages of <c>package.json</c>.</summary>
    public static Task<string> JavaScriptAsync() => InstallAsync("javascript", async folder =>
    {
        Copy("package.json", folder);
        Copy("package-lock.json", folder);
        await RunAsync(Executable.Find("npm"), "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        return folder;
    });

    /// <summary>Where Python looks for packages besides its own: nowhere when it has those of the sample, or else where their stand-in is.</summary>
    public static async Task<string> PythonPathAsync() =>
        (await ProcessRun.OfCommandAsync("python3", ["-c", "import azure.storage.queue"])).ExitCode is 0 ? string.Empty : Source("python-stand-in");

    /// <summary>Whether there is a program.</summary>
    public static bool Has(string program) => Find(program) is not null;

    /// <summary>PowerShell: the one on the path, or else the .NET tool.</summary>
    public static async Task<string> PowerShellAsync() => Find("pwsh") ?? await InstallAsync("powershell", async folder =>
    {
        await RunAsync("dotnet", "tool", "install", "PowerShell", "--version", PowerShellVersion, "--tool-path", folder);
        return Path.Combine(folder, "pwsh");
    });

    /// <summary>The path of a file beside this one.</summary>
    public static string Source(string file) => Path.Combine(ProcessRun.Repository, "tests", "Functions.Tests", "Producers", file);

    private static async Task<string> InstallAsync(string name, Func<string, Task<string>> install)
    {
        var folder = Path.Combine(ProcessRun.Repository, "artifacts", "producers", name);
        var marker = Path.Combine(folder, ".installed");
        using var guard = await FileLock.TakeAsync(folder + ".lock", TimeProvider.System, TestContext.Current.CancellationToken);
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(await File.ReadAllTextAsync(Source("package-lock.json")) + PowerShellVersion)));
        if (File.Exists(marker) && await File.ReadAllLinesAsync(marker) is [var path, var installedVersion] && installedVersion == version)
        {
            return path;
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var installed = await install(folder);
        await File.WriteAllTextAsync(marker, $"{installed}\n{version}");
        return installed;
    }

    private static void Copy(string file, string folder) => File.Copy(Source(file), Path.Combine(folder, file));

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private static async Task RunAsync(string command, params string[] arguments)
    {
        var run = await ProcessRun.OfCommandAsync(command, arguments);
        Assert.True(run.ExitCode is 0, $"{command} {string.Join(' ', arguments)} ended with {run.ExitCode}:\n{run.Output}");
    }
}
