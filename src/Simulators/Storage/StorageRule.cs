namespace Simulators.Storage;

/// <summary>Which calls a fault strikes.</summary>
/// <param name="Operation">What they do.</param>
/// <param name="Name">The queue or table they are about; null takes all.</param>
/// <param name="Fault">What goes wrong.</param>
public sealed record StorageRule(StorageOperation Operation, string? Name, StorageFault Fault)
{
    /// <summary>The first of them that is struck, counted from 1 since the rule was added.</summary>
    public int FromCall { get; init; } = 1;

    /// <summary>How many are struck.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Narrows them further; null takes all.</summary>
    public Func<StorageCall, bool>? Where { get; init; }
}
