namespace Benchmarks;

/// <summary>The command line of this program once more, in a process of its own.</summary>
internal static class SelfArguments
{
    /// <summary>The arguments for <see cref="Environment.ProcessPath"/>: that is <c>dotnet</c>, or this program itself.</summary>
    public static IEnumerable<string> Of(params string[] arguments)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, $"{nameof(Benchmarks)}.dll");
        var isDotNet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet";
        return isDotNet ? [assembly, .. arguments] : arguments;
    }
}
