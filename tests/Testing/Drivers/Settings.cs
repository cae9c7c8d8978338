using Microsoft.Extensions.Configuration;

namespace Testing.Drivers;

/// <summary>Settings an app can start with.</summary>
internal static class Settings
{
    public static IConfiguration Of(params ReadOnlySpan<(string Name, string Value)> changes)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["UsersStorage"] = "UseDevelopmentStorage=true",
            ["UsersQueue"] = "users",
            ["KeyVault:VaultUri"] = "https://vault.test/",
        };
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
