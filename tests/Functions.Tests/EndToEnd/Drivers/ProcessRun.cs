using System.Collections.Concurrent;
using System.Diagnostics;

namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>A program of this build that was run to its end.</summary>
public sealed record ProcessRun(int ExitCode, string Output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs a program and waits for its end.</summary>
    /// <param name="project">The project it is built from.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="settings">Environment variables.</param>
    public static async Task<ProcessRun> OfAsync(string project, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? settings = null)
    {
        var start = new ProcessStartInfo("dotnet", [PathOf(project), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings ?? [])
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
            Assert.Fail($"{project} did not end within {Patience}:\n{string.Join('\n', lines)}");
        }

        return new ProcessRun(process.ExitCode, string.Join('\n', lines));
    }

    // The build puts every project's output side by side: <project>/<configuration>.
    private static string PathOf(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"{project}.dll");
    }
}
