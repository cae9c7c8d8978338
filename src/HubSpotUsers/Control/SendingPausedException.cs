namespace HubSpotUsers.Control;

/// <summary>A call was not made, since nothing is sent at this moment.</summary>
/// <param name="pause">Why, and until when.</param>
public sealed class SendingPausedException(Pause pause) : Exception(pause.Message)
{
    /// <summary>Why, and until when.</summary>
    public Pause Pause { get; } = pause;
}
