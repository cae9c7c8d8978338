using System.Text.Json.Serialization;
using HubSpotUsers;

namespace Api.Poison;

/// <summary>Which messages of the poison queue are sent back or deleted, and how. At least one part of the filter, or all, is given.</summary>
/// <param name="Reason">Messages of this reason.</param>
/// <param name="Source">Messages of users that came in this message or request.</param>
/// <param name="Id">The message of this id on the poison queue.</param>
/// <param name="From">Messages that were poisoned at this time or later.</param>
/// <param name="To">Messages that were poisoned at this time or earlier.</param>
/// <param name="All">Whether no filter is meant.</param>
/// <param name="Unknown">
/// What becomes of users that may be in HubSpot: send (as far as HubSpot cannot be asked, they are sent again) or drop, as the operation does.
/// Without it their messages are left.
/// </param>
/// <param name="DryRun">Whether to count only.</param>
/// <param name="PerSecond">How many users are sent back in a second at most, on average: the users of one message are sent together.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PoisonRequest(
    string? Reason = null,
    string? Source = null,
    string? Id = null,
    string? From = null,
    string? To = null,
    bool All = false,
    string? Unknown = null,
    bool DryRun = false,
    int? PerSecond = null);

/// <summary>Corrected users that replace some users of a message of the poison queue.</summary>
/// <param name="Id">The message's id on the poison queue.</param>
/// <param name="Inputs">The corrected users.</param>
/// <param name="Unknown">send, for a message with users that may be in HubSpot.</param>
/// <param name="DryRun">Whether to count only.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PoisonCorrectionRequest(string Id, IReadOnlyList<CorrectedUser> Inputs, string? Unknown = null, bool DryRun = false);

/// <summary>A corrected user, in the form that HubSpot expects.</summary>
/// <param name="Index">Its position in the message or request it came in.</param>
/// <param name="Properties">Property names and values.</param>
/// <param name="Associations">Records it is associated with.</param>
/// <param name="ObjectWriteTraceId">The caller's own trace id.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CorrectedUser(int Index, IReadOnlyDictionary<string, string> Properties, IReadOnlyList<Association>? Associations = null, string? ObjectWriteTraceId = null);

/// <summary>A user of unknown outcome that a person found in HubSpot.</summary>
/// <param name="Id">The id of its message on the poison queue.</param>
/// <param name="Index">Its position in the message or request it came in.</param>
/// <param name="HubSpotId">HubSpot's id of it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PoisonCreatedRequest(string Id, int Index, string HubSpotId);
