namespace HubSpotUsers.Http.Requests;

/// <summary>How the users of a request are created.</summary>
public enum RequestKind
{
    /// <summary>At once, while the caller waits.</summary>
    Immediate,

    /// <summary>Through the queue.</summary>
    Queued,

    /// <summary>Through the queue, from the lines of a file.</summary>
    Import,
}
