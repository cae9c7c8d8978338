using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cli.Tests.Drivers;

/// <summary>The tool as a process of its own.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _out = new();
    private readonly ConcurrentQueue<string> _error = new();

    private ToolProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_out, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The folder of this build's output: the build puts all projects side by side, artifacts/bin/PROJECT/CONFIGURATION.</summary>
    public static DirectoryInfo Output { get; } = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public IReadOnlyCollection<string> Out => _out;

    public IReadOnlyCollection<string> Error => _error;

    public int Id => _process.Id;

    /// <summary>Starts the tool as it was built.</summary>
    public static ToolProcess Start(CliEnvironment environment, Uri url, params IReadOnlyList<string> args) =>
        Start(environment, "dotnet", url, [Path.Combine(Output.Parent!.Parent!.FullName, "Cli", Output.Name, "hubspot-users.dll"), .. args]);

    /// <summary>Starts another program of this build.</summary>
    public static ToolProcess Start(string project, IReadOnlyList<string> args) => new(Redirected("dotnet", [Path.Combine(Output.Parent!.Parent!.FullName, project, Output.Name, $"{project}.dll"), .. args]));

    /// <summary>Starts a command.</summary>
    public static ToolProcess Start(CliEnvironment environment, string command, Uri url, params IReadOnlyList<string> args)
    {
        // Where the tool signs in without a key, it is this identity's.
        var identity = environment.Local.AppSettings().Where(setting => setting.Key.StartsWith("IDENTITY_", StringComparison.Ordinal));
        var start = Redirected(command, args);
        start.Environment["HUBSPOT_USERS_URL"] = url.AbsoluteUri;
        start.Environment["HUBSPOT_USERS_KEY"] = environment.Local.FunctionKey;
        foreach (var (name, value) in identity)
        {
            start.Environment[name] = value;
        }

        return new ToolProcess(start);
    }

    /// <summary>Kills it at once.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await EndAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(HangGuard, TimeProvider.System);
        return _process.ExitCode;
    }

    /// <summary>Waits for its end, and fails with what it wrote unless it ended well.</summary>
    public async Task SucceedAsync() => Assert.True(await EndAsync() is 0, string.Join('\n', [.. Out, .. Error]));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Redirected(string command, IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo(command, args) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
