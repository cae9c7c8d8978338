using System.Reflection;

namespace LocalHost.Configuration;

/// <summary>Where the function app comes from: the classes searched for functions and the folder of host.json and local.settings.json.</summary>
internal sealed record FunctionAppSource(IReadOnlyList<Type> Types, string Folder)
{
    public static FunctionAppSource Entry() =>
        new(Assembly.GetEntryAssembly()?.GetExportedTypes() ?? [], AppContext.BaseDirectory);
}
