namespace HubSpotUsers.Limits;

/// <summary>How the use of permits differed from what was planned.</summary>
/// <param name="Unused">The times of permits at which no call left.</param>
/// <param name="Late">When calls left that were late for their permits; these are among <paramref name="Unused"/>.</param>
internal sealed record PermitUse(IReadOnlyCollection<long> Unused, IReadOnlyCollection<long> Late)
{
    /// <summary>All as planned.</summary>
    public static PermitUse AsPlanned { get; } = new([], []);

    /// <summary>How many permits were not used at all.</summary>
    public int Spared => Unused.Count - Late.Count;
}
