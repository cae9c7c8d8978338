using System.Diagnostics;

namespace Benchmarks;

/// <summary>The function app of this repository, published.</summary>
internal sealed class PublishedApp : IDisposable
{
    private readonly DirectoryInfo _folder;

    private PublishedApp(DirectoryInfo folder) => _folder = folder;

    /// <summary>The path of its <c>Functions.dll</c>.</summary>
    public string Assembly => Path.Combine(_folder.FullName, "Functions.dll");

    /// <summary>Publishes it for the local host, into a folder that lasts as long as this object.</summary>
    /// <param name="isReadyToRun">Whether as native code, which needs the compiler's package.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">It could not be published.</exception>
    public static async Task<PublishedApp> MakeAsync(bool isReadyToRun, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("published-");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "publish", Path.Combine(FindRepository(), "src", "Functions"), "--configuration", "Release", "--use-current-runtime", "--self-contained", "false",
                "--output", folder.FullName, "-p:FunctionsHost=Local", $"-p:PublishReadyToRun={isReadyToRun}",
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync(cancellationToken);
        await publish.WaitForExitAsync(cancellationToken);
        return publish.ExitCode is 0 ? new PublishedApp(folder) : throw new InvalidOperationException($"dotnet publish failed:\n{output}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This benchmark publishes the app, so it must run inside its repository.");
        }

        return folder.FullName;
    }
}
