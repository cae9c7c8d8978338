namespace HubSpotUsers.Messages;

/// <summary>Where an input stands.</summary>
internal enum InputPlace
{
    /// <summary>The message is the input, and has the message's own fields in it.</summary>
    WholeMessage,

    /// <summary>In a list of inputs.</summary>
    List,

    /// <summary>In one of our envelopes, with the index it had and what was wrong with it.</summary>
    Envelope,
}
