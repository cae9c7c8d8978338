namespace HubSpotUsers.HubSpot.Properties;

/// <summary>A property of users, as the account defines it: HubSpot's schema <c>Property</c> (HubSpot: Properties API).</summary>
/// <param name="Name">Its internal name, which requests use.</param>
/// <param name="Label">What people see.</param>
internal sealed record PropertyDefinition(string Name, string? Label)
{
    /// <summary>The kind of its values: <c>string</c>, <c>number</c>, <c>date</c>, <c>datetime</c>, <c>enumeration</c>, <c>bool</c>, ….</summary>
    public string? Type { get; init; }

    /// <summary>The values it takes when it is an enumeration; empty when HubSpot does not say.</summary>
    public IReadOnlyList<PropertyOption> Options { get; init; } = [];

    /// <summary>What may be written.</summary>
    public PropertyModification? ModificationMetadata { get; init; }

    /// <summary>Whether HubSpot computes it.</summary>
    public bool Calculated { get; init; }

    /// <summary>Whether it can be set.</summary>
    public bool IsWritable => !Calculated && ModificationMetadata is not { ReadOnlyValue: true };
}

/// <summary>A value of an enumeration.</summary>
/// <param name="Value">The value, which requests use.</param>
internal sealed record PropertyOption(string Value);

/// <summary>What of a property may be written.</summary>
/// <param name="ReadOnlyValue">Whether its value may not.</param>
internal sealed record PropertyModification(bool ReadOnlyValue);

/// <summary>A list of properties: HubSpot's schema <c>CollectionResponsePropertyNoPaging</c>.</summary>
/// <param name="Results">The properties.</param>
internal sealed record PropertyList(IReadOnlyList<PropertyDefinition>? Results);
