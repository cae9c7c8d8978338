namespace Simulators.HubSpot.Api;

/// <summary>How a response reaches the caller.</summary>
internal enum ResponseDelivery
{
    /// <summary>Whole and at once.</summary>
    Whole,

    /// <summary>Not at all: the connection is reset.</summary>
    Reset,

    /// <summary>Not at all: the connection stays open until the caller cancels.</summary>
    Never,

    /// <summary>The first half, then the connection is reset.</summary>
    Truncated,

    /// <summary>One byte at a time.</summary>
    Dripping,
}
