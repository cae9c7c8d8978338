using Simulators.HubSpot.Wire;

namespace Simulators.HubSpot.Users;

/// <summary>Why one input is refused.</summary>
/// <param name="Message">HubSpot's message.</param>
/// <param name="Details">HubSpot's finer errors.</param>
internal sealed record InputRefusal(string Message, IReadOnlyList<ErrorDetail> Details)
{
    /// <summary>Whether HubSpot's error does not say which input it is about.</summary>
    public bool IsNameless { get; init; }
}
