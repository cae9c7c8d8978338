using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Simulators.Hosting;

namespace Hosting;

/// <summary>A function app of this repository, published as the deployment publishes it, and beside it the host that runs it here.</summary>
/// <param name="Folder">Where the app is.</param>
/// <param name="HostFolder">Where <c>src/LocalHost</c> is.</param>
public sealed record PublishedApp(string Folder, string HostFolder)
{
    private const string StampFile = ".published";

    private static readonly string[] CommonSources = ["Directory.Build.props", "Directory.Packages.props", "global.json"];

    /// <summary>Publishes the function app, unless what is there is up to date.</summary>
    /// <param name="starting">Called before something is published, which takes most of a minute the first time, or waited for, with what that is.</param>
    /// <exception cref="HostingException">It could not be published.</exception>
    public static Task<PublishedApp> MakeAsync(Action<string>? starting, CancellationToken cancellationToken) =>
        MakeAsync("src/Functions", ["src/Api", "src/HubSpotUsers", "host.json"], starting, cancellationToken);

    /// <summary>Publishes a function app of this repository into <c>artifacts/publish</c>, unless what is there is up to date.</summary>
    /// <param name="project">The folder of its project.</param>
    /// <param name="otherSources">Files and folders outside of it that it is made of.</param>
    /// <param name="starting">Called before something is published or waited for, with what that is.</param>
    /// <exception cref="HostingException">It could not be published.</exception>
    public static Task<PublishedApp> MakeAsync(string project, IEnumerable<string> otherSources, Action<string>? starting, CancellationToken cancellationToken) =>
        MakeAsync(
            Repository.Find(),
            project,
            otherSources,
            (source, folder) => PublishAsync(source, folder, isReadyToRun: true, cancellationToken),
            starting,
            cancellationToken);

    /// <summary>The same in any repository.</summary>
    /// <param name="repository">Its folder.</param>
    /// <param name="publishAsync">Publishes a project's folder into another.</param>
    internal static async Task<PublishedApp> MakeAsync(
        string repository, string project, IEnumerable<string> otherSources, Func<string, string, Task> publishAsync, Action<string>? starting, CancellationToken cancellationToken)
    {
        await using var one = await FileLock.TakeAsync(
            Path.Combine(repository, "artifacts", "publish", ".lock"),
            TimeProvider.System,
            cancellationToken,
            () => starting?.Invoke("Waiting for another process that builds the function app"));
        return new PublishedApp(
            await UpdateAsync(project, otherSources, "Building the function app, which takes most of a minute the first time"),
            await UpdateAsync("src/LocalHost", [], "Building the host that runs it"));

        async Task<string> UpdateAsync(string source, IEnumerable<string> others, string said)
        {
            var folder = Path.Combine(repository, "artifacts", "publish", Path.GetFileName(source), "release");
            var stamp = Path.Combine(folder, StampFile);
            var sources = Describe(repository, [source, .. others, .. CommonSources]);
            Directory.CreateDirectory(folder);
            if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp, cancellationToken) != sources)
            {
                starting?.Invoke(said);
                File.Delete(stamp);
                await publishAsync(Path.Combine(repository, source), folder);
                await File.WriteAllTextAsync(stamp, sources, cancellationToken);
            }

            return folder;
        }
    }

    /// <summary>Publishes it without native code, to compare with.</summary>
    /// <exception cref="HostingException">It could not be published.</exception>
    public static async Task<PublishedApp> MakeCompiledAsItRunsAsync(CancellationToken cancellationToken)
    {
        var ready = await MakeAsync(starting: null, cancellationToken);
        var repository = Repository.Find();
        var folder = Path.Combine(repository, "artifacts", "publish", "Functions", "release-without-native-code");
        await PublishAsync(Path.Combine(repository, "src", "Functions"), folder, isReadyToRun: false, cancellationToken);
        return ready with { Folder = folder };
    }

    private static async Task PublishAsync(string project, string folder, bool isReadyToRun, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "publish", project, "--configuration", "Release", "--use-current-runtime", "--self-contained", "false",
                $"-p:PublishReadyToRun={isReadyToRun}", "--output", folder, "--nologo", "--verbosity", "quiet",
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };

        // The analyzers have their say in the build; here they would only take time.
        start.ArgumentList.Add("-p:RunAnalyzers=false");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        // Dozens of programs that live for seconds: making them faster for later would take a third of all they use.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "20000";
        using var publish = Process.Start(start)!;
        try
        {
            var output = await publish.StandardOutput.ReadToEndAsync(cancellationToken);
            await publish.WaitForExitAsync(cancellationToken);
            if (publish.ExitCode is not 0)
            {
                throw new HostingException($"{project} could not be published:\n{output}");
            }
        }
        catch (OperationCanceledException)
        {
            publish.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Every source with its size and time: any change shows.</summary>
    private static string Describe(string repository, IEnumerable<string> sources)
    {
        var text = new StringBuilder();
        foreach (var source in sources.Select(source => Path.Combine(repository, source)))
        {
            IEnumerable<FileInfo> files = Directory.Exists(source)
                ? new DirectoryInfo(source).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)
                : [new FileInfo(source)];
            foreach (var file in files)
            {
                text.Append(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}\n");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
