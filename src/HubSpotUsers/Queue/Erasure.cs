using System.Text.Json.Serialization;

namespace HubSpotUsers.Queue;

/// <summary>Who is erased, and how far that is. It is in the task's messages only, so that nothing of it is left when the task has ended.</summary>
/// <param name="Hash">The hash of the person's value of the account's unique property; null when one user is meant.</param>
/// <param name="Source">The message or request of the one user; null when a value is meant.</param>
/// <param name="Index">The user's position there.</param>
internal sealed record Erasure(string? Hash = null, string? Source = null, int Index = 0)
{
    /// <summary>What the slice is about.</summary>
    public ErasureStage Stage { get; init; }

    /// <summary>When it goes on at the earliest; null when at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Where the rows by which the person is found are read on; null at their beginning.</summary>
    public string? Continuation { get; init; }
}

/// <summary>The parts of an erasure, one after the other.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ErasureStage>))]
internal enum ErasureStage
{
    /// <summary>Every process is notified to leave the person out.</summary>
    Mark,

    /// <summary>The poison queue is gone through.</summary>
    Poison,

    /// <summary>The tables are gone through.</summary>
    Rows,
}
