namespace HubSpotUsers.Messages;

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
