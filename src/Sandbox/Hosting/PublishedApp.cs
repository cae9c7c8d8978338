using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Simulators.Hosting;

namespace Sandbox.Hosting;

/// <summary>The function app of this repository, published as the deployment publishes it.</summary>
/// <param name="Folder">Where it is.</param>
public sealed record PublishedApp(string Folder)
{
    private const string StampFile = ".published";

    /// <summary>What the published app is made of.</summary>
    private static readonly string[] Sources = ["src/Functions", "src/HubSpotUsers", "host.json", "Directory.Build.props", "Directory.Packages.props", "global.json"];

    /// <summary>Publishes it into <c>artifacts/publish/Functions</c>, unless what is there is up to date.</summary>
    /// <param name="starting">Called before it is published, which takes most of a minute the first time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SandboxException">It could not be published.</exception>
    public static async Task<PublishedApp> MakeAsync(Action? starting, CancellationToken cancellationToken)
    {
        var repository = Repository.Find();
        var folder = Path.Combine(repository, "artifacts", "publish", "Functions", "release");
        var stamp = Path.Combine(folder, StampFile);
        var sources = Describe(repository);
        Directory.CreateDirectory(folder);
        await using var one = await FileLock.TakeAsync(Path.Combine(repository, "artifacts", "publish", ".lock"), TimeProvider.System, cancellationToken);
        if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp, cancellationToken) != sources)
        {
            starting?.Invoke();
            File.Delete(stamp);
            await PublishAsync(repository, folder, isReadyToRun: true, cancellationToken);
            await File.WriteAllTextAsync(stamp, sources, cancellationToken);
        }

        return new PublishedApp(folder);
    }

    /// <summary>Publishes it without native code, to compare with.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SandboxException">It could not be published.</exception>
    public static async Task<PublishedApp> MakeCompiledAsItRunsAsync(CancellationToken cancellationToken)
    {
        var repository = Repository.Find();
        var folder = Path.Combine(repository, "artifacts", "publish", "Functions", "release-without-native-code");
        await PublishAsync(repository, folder, isReadyToRun: false, cancellationToken);
        return new PublishedApp(folder);
    }

    private static async Task PublishAsync(string repository, string folder, bool isReadyToRun, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "publish", Path.Combine(repository, "src", "Functions"), "--configuration", "Release", "--use-current-runtime", "--self-contained", "false",
                $"-p:PublishReadyToRun={isReadyToRun}", "--output", folder, "--nologo", "--verbosity", "quiet",
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };

        // The analyzers have their say in the build; here they would only take time.
        start.ArgumentList.Add("-p:RunAnalyzers=false");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var publish = Process.Start(start)!;
        try
        {
            var output = await publish.StandardOutput.ReadToEndAsync(cancellationToken);
            await publish.WaitForExitAsync(cancellationToken);
            if (publish.ExitCode is not 0)
            {
                throw new SandboxException($"The function app could not be published:\n{output}");
            }
        }
        catch (OperationCanceledException)
        {
            publish.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Every source with its size and time: any change shows.</summary>
    private static string Describe(string repository)
    {
        var text = new StringBuilder();
        foreach (var source in Sources.Select(source => Path.Combine(repository, source)))
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
