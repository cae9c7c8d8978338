namespace HubSpotUsers.Outcomes;

/// <summary>Categories of errors that are the app's own word, not HubSpot's.</summary>
public static class OwnCategories
{
    /// <summary>Another user came under the same producer's id before.</summary>
    public const string IdReused = "ID_REUSED";
}
