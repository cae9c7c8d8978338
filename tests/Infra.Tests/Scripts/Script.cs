using System.Diagnostics;

namespace Infra.Tests.Scripts;

/// <summary>
/// Runs a script of <c>infra/</c> where az, curl, dotnet, gh, git, node, sleep and zip are stand-ins, and nothing else is installed but the shell's
/// own tools, as old as those of macOS.
/// </summary>
internal sealed class Script(string name) : IDisposable
{
    private static readonly string[] Fakes = ["az", "curl", "dotnet", "gh", "git", "node", "sleep", "zip"];
    private static readonly string[] Real = ["basename", "bash", "cat", "date", "dirname", "env", "find", "mkdir", "mktemp", "od", "rm", "sed", "tr"];

    /// <summary>The commit the clone is at, unless a rule says another.</summary>
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    /// <summary>What the subscription has registered; Azure spells some in lower case.</summary>
    private static readonly string[] RegisteredProviders =
        ["Microsoft.App", "microsoft.insights", "Microsoft.KeyVault", "Microsoft.ManagedIdentity", "Microsoft.Network", "Microsoft.OperationalInsights", "Microsoft.Storage", "Microsoft.Web"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("infra-script");
    private string _recipients = "@contoso.test";
    private string _settings = string.Empty;
    private readonly List<string> _rules = [];
    private readonly List<string> _missing = [];
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    /// <summary>Lets a call whose text fits a shell pattern say something.</summary>
    public Script Print(string pattern, string output)
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

    /// <summary>Lets the first such calls fail and say why; those after them succeed.</summary>
    public Script FailAtFirst(int times, string pattern, string output)
    {
        _rules.Add($"1*{times}\t{pattern}\t{output}");
        return this;
    }

    /// <summary>What the health endpoint responds: the body, then the status curl appends.</summary>
    public static string Health(string revision, int status = 200) =>
        $"{{\"status\":\"{(status is 200 ? "ready" : "notReady")}\",\"version\":\"1.0.0\\\\u002B{revision}\",\"checks\":[]}}\\n{status}";

    /// <summary>Takes a tool away.</summary>
    public Script Without(string tool)
    {
        _missing.Add(tool);
        return this;
    }

    /// <summary>Writes a file of a release, as <c>infra/package.sh</c> does, and returns its folder.</summary>
    public string Release(string revision)
    {
        var folder = Directory.CreateDirectory(PathOf("release"));
        File.WriteAllText(Path.Combine(folder.FullName, "app.zip"), "archive");
        File.WriteAllText(Path.Combine(folder.FullName, "revision"), $"{revision}\n");
        return folder.FullName;
    }

    /// <summary>A path in the folder of the test.</summary>
    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>Sets a variable.</summary>
    public Script With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Leaves the addresses the repository comes with, which have no recipient; without this, the environments' files name some.</summary>
    public Script WithoutRecipients()
    {
        _recipients = "@example.com";
        return this;
    }

    /// <summary>Sets a setting of the app in the environments' files.</summary>
    public Script WithSetting(string name, string value)
    {
        _settings += $"  {name}: '{value}'\n";
        return this;
    }

    /// <summary>Runs it.</summary>
    public async Task<ScriptResult> RunAsync(string arguments, string input = "")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts are for bash.");
        Install();
        CopyScripts();
        var (exitCode, output) = await StartAsync([PathOf($"repository/infra/{name}"), .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], input);
        return new ScriptResult(
            exitCode,
            output,
            Lines("calls"),
            File.Exists(PathOf("stdin")) ? await File.ReadAllTextAsync(PathOf("stdin")) : null,
            Lines("archive"));
    }

    /// <summary>Runs a line where the script ran, and returns how it ended.</summary>
    public async Task<int> RunLineAsync(string line) => (await StartAsync(["-c", line], string.Empty)).ExitCode;

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Output)> StartAsync(string[] arguments, string input)
    {
        var start = new ProcessStartInfo("bash", arguments)
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
        start.Environment["REAL_TOOLS"] = PathOf("real");
        start.Environment["BASH_ENV"] = Repository.PathOf("tests/Infra.Tests/Scripts/old-bash.sh");
        foreach (var (variable, value) in _environment)
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        await FeedAsync(process, input);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

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

        Directory.CreateDirectory(PathOf("real"));
        foreach (var tool in Real)
        {
            var folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
            var path = folders.Select(folder => Path.Combine(folder, tool)).First(File.Exists);
            File.CreateSymbolicLink(PathOf($"real/{tool}"), path);
            File.CreateSymbolicLink(PathOf($"bin/{tool}"), tool is "bash" or "env" ? path : Repository.PathOf("tests/Infra.Tests/Scripts/bsd-tool.sh"));
        }

        File.WriteAllLines(PathOf("rules"), [.. _rules, .. Defaults]);
    }

    private void CopyScripts()
    {
        foreach (var file in Repository.Files("infra", "*.sh").Concat(Repository.Files("infra/env", "*.bicepparam")))
        {
            var copy = PathOf($"repository/{file}");
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var text = Repository.Read(file).Replace("@example.com'", $"{_recipients}'", StringComparison.Ordinal);
            File.WriteAllText(copy, file.EndsWith(".bicepparam", StringComparison.Ordinal) && _settings.Length > 0 ? $"{text}\nparam settings = {{\n{_settings}}}\n" : text);
        }
    }

    private static IEnumerable<string> Defaults =>
    [
        "0\taz account show *\tMy subscription 0000\\n",
        "0\taz account get-access-token *\tmade-up-access-token\\n",
        "0\taz deployment group show *\tfunc-dev\\tfunc-dev.example\\tstdatadev\\tusers\\n",
        "0\taz group exists *\ttrue\\n",
        "0\taz group show *\twesteurope\\n",
        $"0\taz provider list *\t{string.Join("\\n", RegisteredProviders)}\\n",
        "0\taz keyvault list *\tkv-dev\\n",
        "0\taz storage account list *\tstdatadev\\n",
        "0\taz storage queue list *\tusers\\nusers-poison\\nusers-tasks\\n",
        $"0\tcurl *api/health*\t{Health(Commit)}",
        $"0\tgit rev-parse *\t{Commit}\\n",
    ];

    private List<string> Lines(string file) => File.Exists(PathOf(file)) ? [.. File.ReadLines(PathOf(file))] : [];
}
