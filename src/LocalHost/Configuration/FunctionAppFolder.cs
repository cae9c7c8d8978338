using Microsoft.Extensions.Configuration;

namespace LocalHost.Configuration;

/// <summary>A function app as it is built or published: what the worker is and what <c>host.json</c> says.</summary>
/// <param name="FullName">The folder's full path.</param>
/// <param name="Executable">The program that runs the worker, such as <c>dotnet</c>.</param>
/// <param name="Worker">The full path of what it runs, such as the app's assembly.</param>
/// <param name="HostJson"><c>host.json</c>, with the settings below <c>AzureFunctionsJobHost</c> laid over it as the real host does.</param>
internal sealed record FunctionAppFolder(string FullName, string Executable, string Worker, IConfiguration HostJson)
{
    private static readonly string[] RequiredFiles = ["host.json", "worker.config.json", "functions.metadata"];

    /// <summary>Reads a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="settings">The app's settings.</param>
    /// <exception cref="StartFailedException">It holds no function app.</exception>
    public static FunctionAppFolder Read(string path, IConfiguration settings)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        List<string> missing = [.. RequiredFiles.Where(name => !File.Exists(Path.Combine(folder, name)))];
        if (missing.Count > 0)
        {
            throw new StartFailedException([$"{folder} holds no function app: {string.Join(", ", missing)} is missing. Name the folder that dotnet build or dotnet publish wrote."]);
        }

        var description = ReadJson(folder, "worker.config.json").GetSection("description");
        if (description["defaultExecutablePath"] is not { Length: > 0 } executable || description["defaultWorkerPath"] is not { Length: > 0 } worker)
        {
            throw new StartFailedException([$"worker.config.json of {folder} does not say how to start the worker (description.defaultExecutablePath and .defaultWorkerPath)."]);
        }

        var hostJson = new ConfigurationBuilder().AddConfiguration(ReadJson(folder, "host.json")).AddConfiguration(settings.GetSection("AzureFunctionsJobHost")).Build();
        return new FunctionAppFolder(folder, executable, Path.Combine(folder, worker), hostJson);
    }

    private static IConfigurationRoot ReadJson(string folder, string name)
    {
        try
        {
            return new ConfigurationBuilder().SetBasePath(folder).AddJsonFile(name).Build();
        }
        catch (InvalidDataException exception)
        {
            throw new StartFailedException([$"{name} of {folder} cannot be read: {(exception.InnerException ?? exception).Message}"]);
        }
    }
}
