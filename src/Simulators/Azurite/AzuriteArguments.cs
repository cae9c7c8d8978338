using System.Globalization;

namespace Simulators.Azurite;

/// <summary>The command line of Azurite.</summary>
internal static class AzuriteArguments
{
    /// <summary>Writes the files the command line names into the folder.</summary>
    public static async Task<List<string>> ComposeAsync(string script, string folder, AzuriteOptions options, CancellationToken cancellationToken)
    {
        List<string> arguments = ["-r", await EmbeddedFiles.WriteAsync(EmbeddedFiles.ExitWithParent, folder, cancellationToken)];
        if (options.Fast)
        {
            arguments.AddRange(["-r", await EmbeddedFiles.WriteAsync(EmbeddedFiles.Fast, folder, cancellationToken)]);
        }

        arguments.AddRange([script, "--skipApiVersionCheck", "--disableTelemetry", "--silent", "--location", Path.Combine(folder, "data")]);
        arguments.AddRange(["--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1"]);
        arguments.AddRange(["--blobPort", Text(options.Ports.Blob), "--queuePort", Text(options.Ports.Queue)]);
        arguments.AddRange(["--tablePort", Text(options.Ports.Table)]);
        if (options.CertificatePem is { } certificate && options.PrivateKeyPem is { } key)
        {
            arguments.AddRange(["--oauth", "basic", "--cert", await WriteAsync("cert.pem", certificate), "--key", await WriteAsync("key.pem", key)]);
        }

        return arguments;

        async Task<string> WriteAsync(string name, string content)
        {
            var path = Path.Combine(folder, name);
            await File.WriteAllTextAsync(path, content, cancellationToken);
            return path;
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
