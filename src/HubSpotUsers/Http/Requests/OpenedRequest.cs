namespace HubSpotUsers.Http.Requests;

/// <summary>A request as it was found or begun.</summary>
/// <param name="Entry">What is known of it.</param>
/// <param name="Standing">Whether it is this caller's to carry out.</param>
internal sealed record OpenedRequest(RequestEntry Entry, RequestStanding Standing);
