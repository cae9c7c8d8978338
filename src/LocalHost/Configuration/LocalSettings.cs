using Microsoft.Extensions.Configuration;

namespace LocalHost.Configuration;

/// <summary>local.settings.json: settings for this machine, which stand in for the environment variables of a deployed app.</summary>
internal sealed class LocalSettings
{
    private const int DefaultPort = 7071;

    private readonly IConfigurationRoot _file;

    private LocalSettings(IConfigurationRoot file) => _file = file;

    public int Port => _file.GetValue("Host:LocalHttpPort", DefaultPort);

    public static LocalSettings Load(string folder) =>
        new(new ConfigurationBuilder().SetBasePath(folder).AddJsonFile("local.settings.json", optional: true).Build());

    /// <summary>
    /// Makes the file's values environment variables of this process, which the worker inherits. A variable that exists already stays as
    /// it is.
    /// </summary>
    public void SetEnvironment()
    {
        var existing = Environment.GetEnvironmentVariables().Keys.Cast<string>().Select(Normalize).ToHashSet(StringComparer.OrdinalIgnoreCase);

        foreach (var (name, value) in Values())
        {
            if (!existing.Contains(Normalize(name)))
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }

    private IEnumerable<(string Name, string? Value)> Values()
    {
        var values = _file.GetSection("Values").AsEnumerable(makePathsRelative: true).Select(pair => (pair.Key, pair.Value));
        var connections = _file.GetSection("ConnectionStrings").GetChildren().Select(child => (child.Path, child.Value));

        return values.Concat(connections).Where(pair => pair.Value is not null);
    }

    private static string Normalize(string name) => name.Replace("__", ":", StringComparison.Ordinal);
}
