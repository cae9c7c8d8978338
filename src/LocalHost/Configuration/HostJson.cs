using Microsoft.Extensions.Configuration;

namespace LocalHost.Configuration;

/// <summary>host.json, with the settings below <c>AzureFunctionsJobHost</c> laid over it as the real host does.</summary>
internal static class HostJson
{
    public static IConfigurationRoot Load(string folder, IConfiguration settings) =>
        new ConfigurationBuilder()
            .SetBasePath(folder)
            .AddJsonFile("host.json", optional: true)
            .AddConfiguration(settings.GetSection("AzureFunctionsJobHost"))
            .Build();
}
