namespace HubSpotUsers.Http.Requests;

/// <summary>Whether a request is its caller's to carry out.</summary>
internal enum RequestStanding
{
    /// <summary>It is: nobody has begun it, or whoever had let go of it.</summary>
    Begun,

    /// <summary>Somebody may be at work on it.</summary>
    Busy,

    /// <summary>It has been carried out.</summary>
    Over,
}
