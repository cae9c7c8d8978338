namespace HubSpotUsers.HubSpot.Responses;

/// <summary>HubSpot's categories of errors by which it refuses an app as a whole (HubSpot: Error handling).</summary>
internal static class ErrorCategories
{
    /// <summary>401: the token is none of HubSpot's.</summary>
    public const string InvalidAuthentication = "INVALID_AUTHENTICATION";

    /// <summary>401: the token has had its time.</summary>
    public const string ExpiredAuthentication = "EXPIRED_AUTHENTICATION";

    /// <summary>403: the token lacks a scope.</summary>
    public const string MissingScopes = "MISSING_SCOPES";

    /// <summary>404: there is no such path or type of object.</summary>
    public const string ObjectNotFound = "OBJECT_NOT_FOUND";
}

/// <summary>Categories of errors that are the app's own word, not HubSpot's.</summary>
internal static class OwnCategories
{
    /// <summary>Another user came under the same producer's id before.</summary>
    public const string IdReused = "ID_REUSED";

    /// <summary>A person dropped the user from the poison queue before it was sent.</summary>
    public const string Dropped = "DROPPED";

    /// <summary>The person asked to be erased.</summary>
    public const string Erased = "ERASED";
}
