namespace HubSpotUsers;

/// <summary>One user to create: HubSpot's schema <c>SimplePublicObjectBatchInputForCreate</c>.</summary>
public sealed record UserInput
{
    /// <summary>Records the new user is associated with; HubSpot requires the list, empty or not.</summary>
    public required IReadOnlyList<Association> Associations { get; init; }

    /// <summary>Property names and values; HubSpot takes every value as a string.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>
    /// An id that HubSpot repeats in its response. Present on every input and unique within the call, it enables partial success.
    /// </summary>
    public string? ObjectWriteTraceId { get; init; }
}

/// <summary>An association of a new user with an existing record: HubSpot's schema <c>PublicAssociationsForObject</c>.</summary>
/// <param name="To">The record to associate with.</param>
/// <param name="Types">The kinds of association to make.</param>
public sealed record Association(ObjectId To, IReadOnlyList<AssociationSpec> Types);

/// <summary>A kind of association: HubSpot's schema <c>AssociationSpec</c>.</summary>
/// <param name="AssociationCategory"><c>HUBSPOT_DEFINED</c>, <c>INTEGRATOR_DEFINED</c>, <c>USER_DEFINED</c> or <c>WORK</c>.</param>
/// <param name="AssociationTypeId">HubSpot's id of the kind.</param>
public sealed record AssociationSpec(string AssociationCategory, int AssociationTypeId);

/// <summary>A record by its id, or by the value of a unique property: HubSpot's schemas <c>PublicObjectId</c> and <c>SimplePublicObjectId</c>.</summary>
/// <param name="Id">The id or value.</param>
public sealed record ObjectId(string Id);
