namespace LocalHost.Tests.Drivers;

/// <summary>Where the build puts the programs: every project's output is <c>project/configuration</c>, side by side.</summary>
internal static class ProbeFolders
{
    /// <summary>The host's assembly.</summary>
    public static string LocalHost => Path.Combine(Output("LocalHost"), "LocalHost.dll");

    /// <summary>The folder of the probe app, as <c>dotnet build</c> wrote it.</summary>
    public static string App => Output("ProbeApp");

    private static string Output(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name);
    }
}
