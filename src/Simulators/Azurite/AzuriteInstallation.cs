using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Simulators.Hosting;

namespace Simulators.Azurite;

/// <summary>Installs the Azurite of <c>package-lock.json</c> once.</summary>
internal static class AzuriteInstallation
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Whether one is installed.</summary>
    public static bool IsThere => File.Exists(Path.Combine(AzuriteFolder.Find(), ".installed"));

    /// <summary>The path of <c>azurite.js</c>, after installing it if it is missing or of another version.</summary>
    public static async Task<string> EnsureAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = AzuriteFolder.Find();
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await EnsureInAsync(folder, time, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new AzuriteException($"Azurite could not be installed into {folder} within {Patience}.");
        }
    }

    private static async Task<string> EnsureInAsync(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using var guard = await FileLock.TakeAsync(Path.Combine(folder, ".lock"), time, cancellationToken);
        var script = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");
        var marker = Path.Combine(folder, ".installed");
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(EmbeddedFiles.Read(EmbeddedFiles.LockFile))));
        if (!File.Exists(script) || !File.Exists(marker) || await File.ReadAllTextAsync(marker, cancellationToken) != version)
        {
            await EmbeddedFiles.WriteAsync(EmbeddedFiles.Manifest, folder, cancellationToken);
            await EmbeddedFiles.WriteAsync(EmbeddedFiles.LockFile, folder, cancellationToken);
            await RunNpmAsync(folder, cancellationToken);
            await File.WriteAllTextAsync(marker, version, cancellationToken);
        }

        return script;
    }

    private static async Task RunNpmAsync(string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Executable.Find("npm"), ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var npm = Process.Start(start)!;
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = npm.StandardError.ReadToEndAsync(cancellationToken);
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode != 0)
            {
                throw new AzuriteException($"'npm ci' in {folder} ended with {npm.ExitCode}:\n{await output}{await errors}");
            }
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }
    }
}
