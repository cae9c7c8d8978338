using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.EndToEnd;

/// <summary>
/// <c>dotnet run --project src/Functions</c>, which the Worker SDK makes <c>func start</c>. A stand-in for the Core Tools does what they do
/// at first: they look for a function app where they are started.
/// </summary>
public sealed class DotNetRunTests : IDisposable
{
    private readonly DirectoryInfo _tools = Directory.CreateTempSubdirectory("core-tools-");

    [Fact]
    public async Task The_Core_Tools_are_started_in_a_folder_that_is_a_function_app()
    {
        var func = Path.Combine(_tools.FullName, "func");
        await File.WriteAllTextAsync(func, """
            #!/bin/sh
            [ "$1" = --version ] && echo 4.0.0 && exit
            echo "func $*"
            ls -A
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(func, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var run = await ProcessRun.OfCommandAsync(
            "dotnet",
            ["run", "--no-build", "--configuration", ProcessRun.Configuration, "--project", Path.Combine(ProcessRun.Repository, "src", "Functions")],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = $"{_tools.FullName}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}" });

        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("func start", StringComparison.Ordinal));
        Assert.All(
            ["host.json", "worker.config.json", "functions.metadata", "extensions.json", ".azurefunctions", "Functions.dll"],
            file => Assert.Contains(file, lines));
    }

    public void Dispose() => _tools.Delete(recursive: true);
}
