using System.Reflection;

namespace Cli;

/// <summary>The tool's version, as its build gave it.</summary>
internal static class CliVersion
{
    /// <summary>The version and the commit.</summary>
    public static string Full { get; } = typeof(CliVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>The version alone.</summary>
    public static string Number => Full.Split('+')[0];
}
