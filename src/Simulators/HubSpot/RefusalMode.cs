namespace Simulators.HubSpot;

/// <summary>Whether this account refuses to create users at all.</summary>
public enum RefusalMode
{
    /// <summary>Users are created.</summary>
    None,

    /// <summary>Every create call is refused with 400.</summary>
    WholeCall,

    /// <summary>Every input gets an error of its own, in a 207.</summary>
    EachInput,
}
