namespace HubSpotUsers.Messages;

/// <summary>A message or request that is in none of the accepted shapes, as a whole.</summary>
/// <param name="reason">Which rule it breaks.</param>
/// <param name="fault">Where and how.</param>
public sealed class InvalidMessageException(MessageFaultReason reason, InputFault fault) : Exception(fault.Detail)
{
    /// <summary>Which rule the message breaks.</summary>
    public MessageFaultReason Reason { get; } = reason;

    /// <summary>Where and how it breaks it.</summary>
    public InputFault Fault { get; } = fault;
}
