namespace HubSpotUsers.Control;

/// <summary>What the app does with users.</summary>
public enum ProcessingMode
{
    /// <summary>Sends them.</summary>
    Run,

    /// <summary>Sends nothing: messages wait on the queue, requests are told to come back.</summary>
    Pause,

    /// <summary>Does everything but the call: users end with the outcome <see cref="Outcomes.Outcome.DryRun"/>.</summary>
    DryRun,
}
