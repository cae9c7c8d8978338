using System.Collections.Concurrent;
using System.Diagnostics;

namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>A program of this build that was run to its end.</summary>
public sealed record ProcessRun(int ExitCode, string Output)
{
    /// <summary>Only ends a hang: a storm takes a minute, and more than five beside ninety busy processes on two cores.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The configuration this build is of. The build puts every project's output side by side: artifacts/bin/PROJECT/CONFIGURATION.</summary>
    public static string Configuration => OwnOutput.Name;

    /// <summary>The repository's folder.</summary>
    public static string Repository => OwnOutput.Parent!.Parent!.Parent!.Parent!.FullName;

    private static DirectoryInfo OwnOutput => new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>Runs a program and waits for its end.</summary>
    /// <param name="project">The project it is built from.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="settings">Environment variables.</param>
    public static Task<ProcessRun> OfAsync(string project, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? settings = null) =>
        OfCommandAsync("dotnet", [Path.Combine(OwnOutput.Parent!.Parent!.FullName, project, Configuration, $"{project}.dll"), .. arguments], settings);

    /// <summary>Runs a command and waits for its end.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="folder">Where it runs; where this process does unless it is given.</param>
    public static async Task<ProcessRun> OfCommandAsync(
        string command,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>>? settings = null,
        string folder = "")
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in ShortLived.Environment.Concat(settings ?? []))
        {
            start.Environment[name] = value;
        }

        var lines = new ConcurrentQueue<string>();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? string.Empty);
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? string.Empty);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{command} did not end within {Patience}:\n{string.Join('\n', lines)}");
        }

        return new ProcessRun(process.ExitCode, string.Join('\n', lines));
    }
}
