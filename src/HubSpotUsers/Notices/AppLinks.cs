using Microsoft.Extensions.Configuration;

namespace HubSpotUsers.Notices;

/// <summary>Addresses of the app itself, for links.</summary>
/// <param name="configuration">Has the app's name of a host, as the platform sets it (App Service: Environment variables reference).</param>
internal sealed class AppLinks(IConfiguration configuration)
{
    private const string HostSetting = "WEBSITE_HOSTNAME";

    /// <summary>The page people look at.</summary>
    public Uri? Dashboard => To("/api/dashboard");

    /// <summary>Gives the address of a path; null when the app does not know its own.</summary>
    public Uri? To(string path) =>
        configuration[HostSetting] is { Length: > 0 } host && Uri.TryCreate($"{(host.StartsWith("localhost", StringComparison.Ordinal) ? "http" : "https")}://{host}{path}", UriKind.Absolute, out var address)
            ? address
            : null;
}
