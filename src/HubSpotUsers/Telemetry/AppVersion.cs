using System.Reflection;

namespace HubSpotUsers.Telemetry;

/// <summary>Which build of the app this is.</summary>
internal static class AppVersion
{
    /// <summary>The version and, built from a repository, the commit: <c>1.2.0+5f3c…</c> (.NET: AssemblyInformationalVersionAttribute).</summary>
    public static string Text { get; } =
        typeof(AppVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
