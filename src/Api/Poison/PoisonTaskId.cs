namespace Api.Poison;

/// <summary>The ids of tasks: UUIDs of version 7, so that the newest stands last.</summary>
internal static class PoisonTaskId
{
    /// <summary>Makes an id.</summary>
    public static string Create(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");

    /// <summary>Whether a text may be an id.</summary>
    public static bool IsValid(string id) => Guid.TryParseExact(id, "N", out _);
}
