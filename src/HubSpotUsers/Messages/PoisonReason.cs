namespace HubSpotUsers.Messages;

/// <summary>Why something is in the poison queue.</summary>
internal enum PoisonReason
{
    /// <summary>The message could not be taken as a whole.</summary>
    InvalidMessage,

    /// <summary>The inputs are not what HubSpot's schema asks for; they were not sent.</summary>
    InvalidInput,

    /// <summary>HubSpot refused the users.</summary>
    Rejected,

    /// <summary>Another user came under the same producer's id before; this one was not sent.</summary>
    IdReused,

    /// <summary>It is unknown whether HubSpot created the users: look before sending them again.</summary>
    Unknown,

    /// <summary>The users could not be sent in as many attempts as there are; they are not in HubSpot.</summary>
    RetriesExhausted,

    /// <summary>The users could not be sent before their message would have expired; they are not in HubSpot.</summary>
    Expired,

    /// <summary>The Functions host moved the message here as it was; it may have lost its identity.</summary>
    Host,
}
