using Azure;
using HubSpotUsers.Ledger;

namespace HubSpotUsers.Http.Requests;

/// <summary>What is known of a request. Free of everything its users are made of.</summary>
internal sealed record RequestEntry
{
    /// <summary>The request's id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether its id is its producer's own: then its users are the same as those of a queue message with that id.</summary>
    public bool IsByProducer { get; init; }

    /// <summary>The identity of its users, unless they are in messages that each have one of their own.</summary>
    public SourceId SourceId => IsByProducer ? SourceId.OfProducer(Id) : RequestId.SourceOf(Id);

    /// <summary>Whether its users are known by its own identity, not by those of its messages.</summary>
    public bool IsSource => IsByProducer || Kind is RequestKind.Immediate;

    /// <summary>How its users are created.</summary>
    public required RequestKind Kind { get; init; }

    /// <summary>How far it is.</summary>
    public required RequestState State { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Until when somebody may be at work on it.</summary>
    public required DateTimeOffset RunsUntil { get; init; }

    /// <summary>How many users it has, as far as they have been read.</summary>
    public int Inputs { get; init; }

    /// <summary>How many messages its users are in.</summary>
    public int Messages { get; init; }

    /// <summary>How many lines of an import have been read.</summary>
    public int Lines { get; init; }

    /// <summary>How many of them have faults.</summary>
    public int FaultyLines { get; init; }

    /// <summary>The hash of an import's body, once it has been read to its end.</summary>
    public string? BodyHash { get; init; }

    /// <summary>How far an import had been read when its last messages left; null when none has left.</summary>
    public ReadPrefix? Prefix { get; init; }

    /// <summary>Up to which user all have their outcome, as far as anybody has looked.</summary>
    public int Settled { get; init; }

    /// <summary>How many of those had which outcome.</summary>
    public IReadOnlyDictionary<string, int> SettledCounts { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The row's version.</summary>
    public ETag ETag { get; init; }
}
