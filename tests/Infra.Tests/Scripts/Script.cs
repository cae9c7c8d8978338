using System.Diagnostics;

namespace Infra.Tests.Scripts;

/// <summary>Runs a script of <c>infra/</c> where az, curl, dotnet, git and zip are stand-ins, and nothing else is installed but the shell's own tools.</summary>
internal sealed class Script(string name) : IDisposable
{
    private static readonly string[] Fakes = ["az", "curl", "dotnet", "git", "zip"];
    private static readonly string[] Real = ["basename", "bash", "cat", "date", "dirname", "env", "find", "head", "mkdir", "mktemp", "rm", "tr"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("infra-script");
    private readonly List<string> _rules = [];
    private readonly List<string> _missing = [];
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    /// <summary>Lets a call whose text fits a shell pattern say something.</summary>
    public Script Answer(string pattern, string output)
    {
        _rules.Add($"0\t{pattern}\t{output}");
        return this;
    }

    /// <summary>Lets such a call fail.</summary>
    public Script Fail(string pattern)
    {
        _rules.Add($"1\t{pattern}\t");
        return this;
    }

    /// <summary>Takes a tool away.</summary>
    public Script Without(string tool)
    {
        _missing.Add(tool);
        return this;
    }

    /// <summary>Sets a variable.</summary>
    public Script With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Runs it.</summary>
    public async Task<ScriptResult> RunAsync(string arguments, string input = "")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts are for bash.");
        Install();
        var start = new ProcessStartInfo("bash", [Repository.PathOf($"infra/{name}"), .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = PathOf("bin");
        start.Environment["TMPDIR"] = _folder.FullName;
        start.Environment["FAKE_FOLDER"] = _folder.FullName;
        foreach (var (variable, value) in _environment)
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        await FeedAsync(process, input);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ScriptResult(
            process.ExitCode,
            await output + await errors,
            Lines("calls"),
            File.Exists(PathOf("stdin")) ? await File.ReadAllTextAsync(PathOf("stdin")) : null,
            Lines("archive"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task FeedAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The script ended before it read its input, which is for the test to judge by what it wrote.
        }
    }

    private void Install()
    {
        Directory.CreateDirectory(PathOf("bin"));
        foreach (var tool in Fakes.Except(_missing, StringComparer.Ordinal))
        {
            File.CreateSymbolicLink(PathOf($"bin/{tool}"), Repository.PathOf("tests/Infra.Tests/Scripts/fake-tool.sh"));
        }

        foreach (var tool in Real)
        {
            var folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
            File.CreateSymbolicLink(PathOf($"bin/{tool}"), folders.Select(folder => Path.Combine(folder, tool)).First(File.Exists));
        }

        File.WriteAllLines(PathOf("rules"), [.. _rules, .. Defaults]);
    }

    private static IEnumerable<string> Defaults =>
    [
        "0\taz account show *\tMy subscription 0000\\n",
        "0\taz deployment sub show *\trg-hubspot-users-dev\\nfunc-dev\\nfunc-dev.example\\nstdatadev\\nusers\\n",
        "0\taz keyvault list *\tkv-dev\\n",
        "0\taz group exists *\ttrue\\n",
        "0\tgit rev-parse *\t0123456789ab\\n",
    ];

    private List<string> Lines(string file) => File.Exists(PathOf(file)) ? [.. File.ReadLines(PathOf(file))] : [];

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);
}
