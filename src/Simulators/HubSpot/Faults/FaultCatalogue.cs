using System.Collections.Frozen;

namespace Simulators.HubSpot.Faults;

/// <summary>All faults by name. Where it matters, <c>-before</c> means that nothing was applied and <c>-after</c> that the call was.</summary>
public static class FaultCatalogue
{
    private static readonly FrozenDictionary<string, Fault> ByName = StatusFaults.All
        .Concat(ConnectionFaults.All)
        .Concat(BodyFaults.All)
        .Concat(ListFaults.All)
        .Concat(LookUpFaults.All)
        .Concat(RecordedFaults.All)
        .Concat(RecordedErrors.All)
        .ToFrozenDictionary(fault => fault.Name, StringComparer.Ordinal);

    /// <summary>All faults, in the order of their names.</summary>
    public static IReadOnlyList<FaultDescription> All { get; } =
    [
        .. ByName.Values.OrderBy(fault => fault.Name, StringComparer.Ordinal).Select(fault => new FaultDescription(fault.Name, fault.Description)),
    ];

    /// <summary>A name that comes as <c>-before</c> and <c>-after</c> only means <c>-after</c> when it is said bare.</summary>
    internal static Fault Find(string name) =>
        ByName.TryGetValue(name, out var fault) || ByName.TryGetValue(name + "-after", out fault)
            ? fault
            : throw new ArgumentException(
                $"There is no fault named '{name}'. The names are: {string.Join(", ", All.Select(known => known.Name))}.", nameof(name));
}

/// <summary>A fault of the catalogue.</summary>
/// <param name="Name">Its name in a <see cref="FaultRule"/>.</param>
/// <param name="Description">What the caller sees, and what became of its inputs.</param>
public sealed record FaultDescription(string Name, string Description);
