namespace Simulators.HubSpot.Faults;

/// <summary>The calls a fault may strike.</summary>
public enum FaultTarget
{
    /// <summary>Every call.</summary>
    Any,

    /// <summary>Only <c>batch/create</c>.</summary>
    BatchCreate,

    /// <summary>Only <c>batch/read</c>.</summary>
    BatchRead,
}
