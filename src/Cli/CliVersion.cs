using System.Reflection;

namespace Cli;

/// <summary>The tool's version, as its build gave it.</summary>
internal static class CliVersion
{
    /// <summary>The version and the commit.</summary>
    public static string Full { get; } = typeof(CliVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>The version without the commit.</summary>
    public static string Number => Full.Split('+')[0];

    /// <summary>Whether an app of a version belongs to this tool: their numbers are the same, whatever preview each is.</summary>
    /// <param name="version">The app's version, as <c>GET /api/health</c> says it.</param>
    public static bool BelongsTo(string version) => Release(version) == Release(Full);

    private static string Release(string version) => version.Split('-', '+')[0];
}
