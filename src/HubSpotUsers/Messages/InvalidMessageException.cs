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

    internal static InvalidMessageException NotJson(string pointer, string detail) => new(MessageFaultReason.NotJson, new InputFault(pointer, detail));

    internal static InvalidMessageException WrongShape(string pointer, string detail) => new(MessageFaultReason.WrongShape, new InputFault(pointer, detail));
}

/// <summary>Why a message as a whole cannot be taken.</summary>
public enum MessageFaultReason
{
    /// <summary>It is neither JSON nor base64 of JSON.</summary>
    NotJson,

    /// <summary>It is JSON, but in none of the accepted shapes.</summary>
    WrongShape,

    /// <summary>It has a list of inputs, and the list is empty.</summary>
    NoInputs,

    /// <summary>It is larger than it may be.</summary>
    TooLarge,

    /// <summary>It has more inputs than are taken together.</summary>
    TooManyInputs,
}
