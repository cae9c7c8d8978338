using Simulators.HubSpot.Api;

namespace Simulators.HubSpot.Faults;

/// <summary>A fault: whether the call is carried out, and what the caller gets.</summary>
/// <param name="Name">Its name in the catalogue.</param>
/// <param name="Description">What it does, in a line.</param>
/// <param name="Application">Whether the call is carried out.</param>
/// <param name="Spoil">Makes the response from the regular one, which is null when the call was not carried out.</param>
internal sealed record Fault(string Name, string Description, Application Application, Func<FaultStrike, CallResponse?, CallResponse> Spoil)
{
    /// <summary>How many inputs, from the first, are not carried out.</summary>
    public int LeftOut { get; init; }

    /// <summary>It strikes no call with fewer inputs.</summary>
    public int MinInputs { get; init; }

    public static Fault Before(string name, string description, Func<FaultStrike, CallResponse> response) =>
        new(name, description + "; nothing was applied", Application.Never, (strike, _) => response(strike));

    public static Fault After(string name, string description, Func<FaultStrike, CallResponse, CallResponse> spoil) =>
        new(name, description + "; the call was applied", Application.Now, (strike, regular) => spoil(strike, regular!));
}
