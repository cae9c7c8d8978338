namespace HubSpotUsers.HubSpot.Wire;

/// <summary>A kind of association: HubSpot's schema <c>AssociationSpec</c>.</summary>
/// <param name="AssociationCategory"><c>HUBSPOT_DEFINED</c>, <c>INTEGRATOR_DEFINED</c>, <c>USER_DEFINED</c> or <c>WORK</c>.</param>
/// <param name="AssociationTypeId">HubSpot's id of the kind.</param>
public sealed record AssociationSpec(string AssociationCategory, int AssociationTypeId);
