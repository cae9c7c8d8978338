using System.Text.Json.Serialization;

namespace Simulators.HubSpot.Journaling;

/// <summary>One call to the simulated API.</summary>
public sealed record JournalCall
{
    /// <summary>Counts calls from 1, in the order of arrival.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the call arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path without the query.</summary>
    public required string Path { get; init; }

    /// <summary>A fingerprint of the bearer token, see <see cref="TokenLabel"/>; never the token.</summary>
    public required string Token { get; init; }

    /// <summary>The number of inputs in the body.</summary>
    public int Inputs { get; init; }

    /// <summary>The inputs' <c>objectWriteTraceId</c>s, of those that have one.</summary>
    public IReadOnlyList<string> TraceIds { get; init; } = [];

    /// <summary>The status of the response, or null while there is none or when it was lost.</summary>
    public int? Status { get; init; }

    /// <summary>Whether the caller got no complete response.</summary>
    public bool Lost { get; init; }

    /// <summary>The name of the fault that struck, if one did.</summary>
    public string? Fault { get; init; }

    /// <summary>The ids of the records this call wrote.</summary>
    public IReadOnlyList<string> CreatedIds { get; init; } = [];

    /// <summary>Whether the call wrote records.</summary>
    public bool Applied => CreatedIds.Count > 0;

    /// <summary>The status, <c>lost</c>, or <c>pending</c> while there is no response.</summary>
    [JsonIgnore]
    public string Outcome => Lost ? "lost" : Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "pending";
}
