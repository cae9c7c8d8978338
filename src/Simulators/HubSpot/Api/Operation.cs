namespace Simulators.HubSpot.Api;

/// <summary>What a call asks for.</summary>
internal enum Operation
{
    BatchCreate,
    BatchRead,
    Get,
    List,
    Properties,
    TokenInfo,
    UnknownPath,
    UnknownMethod,
}
