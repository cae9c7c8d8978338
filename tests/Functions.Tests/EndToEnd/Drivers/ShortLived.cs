namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>
/// Settings of .NET for processes that live for seconds: what the compiler would do to make them faster later is a third of all they use.
/// </summary>
public static class ShortLived
{
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_TC_CallCountingDelayMs"] = "20000",
    };
}
