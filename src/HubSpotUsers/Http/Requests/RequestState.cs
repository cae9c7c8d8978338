namespace HubSpotUsers.Http.Requests;

/// <summary>How far a request is.</summary>
public enum RequestState
{
    /// <summary>It is being worked on, or its process has died.</summary>
    Running,

    /// <summary>It came to an end with users that were not sent; sent again with its key, it goes on with those.</summary>
    Open,

    /// <summary>Its users are on the queue.</summary>
    Queued,

    /// <summary>Its body broke off; sent again with its key, it goes on.</summary>
    Interrupted,

    /// <summary>Every user has its outcome.</summary>
    Done,
}
