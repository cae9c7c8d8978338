using Azure;
using HubSpotUsers;
using HubSpotUsers.Ledger;

namespace Api.Requests;

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

    /// <summary>Until when a process may be working on it.</summary>
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

    /// <summary>How an import's file is read, by which another reading of the same bytes is recognized; null for one of an earlier version.</summary>
    public string? Reading { get; init; }

    /// <summary>How far an import had been read when its last messages left; null when none has left.</summary>
    public ReadPrefix? Prefix { get; init; }

    /// <summary>How many of its users had which outcome when they were last counted: seconds after the last of them changed.</summary>
    public OutcomeCounts Counts { get; init; } = OutcomeCounts.None;

    /// <summary>The row's version.</summary>
    public ETag ETag { get; init; }

    /// <summary>Reads its users that begin at a position within bounds; all of them when it was synchronous.</summary>
    internal Task<IReadOnlyList<RecordedUser>> ReadAsync(UserReader users, int from, int to) => IsSource ? users.ReadAsync(SourceId) : users.ReadAsync(Id, from, to);
}

/// <summary>How the users of a request are created.</summary>
internal enum RequestKind
{
    /// <summary>At once, while the caller waits.</summary>
    Immediate,

    /// <summary>Through the queue.</summary>
    Queued,

    /// <summary>Through the queue, from the lines of a file.</summary>
    Import,
}

/// <summary>How far a request is.</summary>
public enum RequestState
{
    /// <summary>It is being worked on, or its process has died.</summary>
    Running,

    /// <summary>It came to an end with users that were not sent; sent again with its key, it goes on with those.</summary>
    Open,

    /// <summary>Its users are on the queue.</summary>
    Queued,

    /// <summary>Its body ended early; sent again with its key, it resumes.</summary>
    Interrupted,

    /// <summary>Every user has its outcome.</summary>
    Done,
}

/// <summary>What had been read of an import when its last messages left, by which the same file is known when it comes again.</summary>
/// <param name="Messages">How many messages certainly were on the queue by then.</param>
/// <param name="Records">How many records had been read, whatever was in them.</param>
/// <param name="Hash">Their hash.</param>
/// <param name="Stride">How many records are between two marks.</param>
/// <param name="Marks">The beginnings of the hashes after each stride, one after the other.</param>
internal sealed record ReadPrefix(int Messages, int Records, string Hash, int Stride, string Marks);
