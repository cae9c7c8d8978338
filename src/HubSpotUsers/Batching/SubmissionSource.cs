namespace HubSpotUsers.Batching;

/// <summary>Where inputs came from.</summary>
public enum SubmissionSource
{
    /// <summary>A queue message.</summary>
    Queue,

    /// <summary>An HTTP request.</summary>
    Http,
}
