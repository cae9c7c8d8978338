namespace Simulators.HubSpot.Faults;

/// <summary>Whether the call a fault strikes is carried out.</summary>
internal enum Application
{
    /// <summary>Not at all.</summary>
    Never,

    /// <summary>As ever, but for <see cref="Fault.LeftOut"/> inputs.</summary>
    Now,

    /// <summary>Some time after the response was lost.</summary>
    Late,
}
