using System.Globalization;
using System.Text.Json.Serialization;

namespace Simulators.HubSpot.Journaling;

/// <summary>A record of the simulated account.</summary>
/// <param name="Number">The id as a number.</param>
/// <param name="TraceId">The input's <c>objectWriteTraceId</c>.</param>
/// <param name="UniqueValue">The lower-cased value of the unique property, if it has one.</param>
/// <param name="Properties">The properties sent; empty when the simulator only counts.</param>
/// <param name="CallSequence">The call that wrote it.</param>
/// <param name="CreatedAt">When it was written.</param>
public sealed record CreatedUser(
    [property: JsonIgnore] long Number,
    string? TraceId,
    string? UniqueValue,
    IReadOnlyDictionary<string, string> Properties,
    long CallSequence,
    DateTimeOffset CreatedAt)
{
    /// <summary>The ids of the records it is associated with; empty when the simulator only counts.</summary>
    public IReadOnlyList<string> AssociatedIds { get; init; } = [];

    /// <summary>The id as HubSpot writes it.</summary>
    public string Id => Number.ToString(CultureInfo.InvariantCulture);
}
