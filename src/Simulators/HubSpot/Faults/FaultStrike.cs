using Simulators.HubSpot.Api;

namespace Simulators.HubSpot.Faults;

/// <summary>A fault that strikes a call.</summary>
internal sealed record FaultStrike(Fault Fault, FaultRule Rule, ApiCall Call)
{
    public string CorrelationId => Call.CorrelationId;

    /// <summary>The trace ids of the inputs that the fault left out.</summary>
    public IEnumerable<string> LeftOutTraceIds => Call.Body?.TraceIds.Take(Fault.LeftOut) ?? [];
}
