namespace Simulators.HubSpot;

/// <summary>What the results of a create call say about <c>objectWriteTraceId</c>.</summary>
public enum TraceIdEcho
{
    /// <summary>Each result carries its input's.</summary>
    Echoed,

    /// <summary>No result carries one, as in HubSpot's own example.</summary>
    Omitted,

    /// <summary>Every result carries the same one.</summary>
    Repeated,
}
