namespace Simulators.HubSpot.Wire;

/// <summary>The list of all properties of an object.</summary>
internal sealed record PropertyPage(IReadOnlyList<PropertyBody> Results);

/// <summary>A property, with the fields of HubSpot's own that callers look at.</summary>
internal sealed record PropertyBody(
    string Name, string Label, string Type, IReadOnlyList<PropertyOptionBody> Options, PropertyModificationBody ModificationMetadata);

/// <summary>An option of an enumeration.</summary>
internal sealed record PropertyOptionBody(string Label, string Value);

/// <summary>What of a property may be changed.</summary>
internal sealed record PropertyModificationBody(bool ReadOnlyValue);
