namespace Simulators.HubSpot;

/// <summary>What happens to two inputs of one call with the same unique value; HubSpot documents nothing.</summary>
public enum TwinHandling
{
    /// <summary>The first is created, the second is a conflict.</summary>
    SecondConflicts,

    /// <summary>Both are created, although the property is said to be unique.</summary>
    BothCreated,

    /// <summary>The whole call is refused with 400.</summary>
    CallFails,
}
