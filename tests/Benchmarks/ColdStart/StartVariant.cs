namespace Benchmarks.ColdStart;

/// <summary>A way to publish and start the function app.</summary>
/// <param name="Name">What it is called in the result.</param>
/// <param name="IsReadyToRun">Whether it is published as native code.</param>
/// <param name="Settings">Settings of the runtime, as environment variables.</param>
internal sealed record StartVariant(string Name, bool IsReadyToRun, IReadOnlyDictionary<string, string> Settings)
{
    private static readonly Dictionary<string, string> Default = [];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StartVariant> All { get; } =
    [
        new("compiled as it runs", IsReadyToRun: false, Default),
        new("compiled as it runs, TieredPGO off", IsReadyToRun: false, WithoutProfile),
        new("ReadyToRun", IsReadyToRun: true, Default),
        new("ReadyToRun, TieredPGO off", IsReadyToRun: true, WithoutProfile),
    ];

    private static Dictionary<string, string> WithoutProfile => new(StringComparer.Ordinal) { ["DOTNET_TieredPGO"] = "0" };
}
