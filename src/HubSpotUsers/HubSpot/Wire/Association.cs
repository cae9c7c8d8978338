namespace HubSpotUsers.HubSpot.Wire;

/// <summary>An association of a new user with an existing record: HubSpot's schema <c>PublicAssociationsForObject</c>.</summary>
/// <param name="To">The record to associate with.</param>
/// <param name="Types">The kinds of association to make.</param>
public sealed record Association(ObjectId To, IReadOnlyList<AssociationSpec> Types);
