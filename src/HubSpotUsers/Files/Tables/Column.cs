using System.Globalization;
using HubSpotUsers.HubSpot.Properties;

namespace HubSpotUsers.Files.Tables;

/// <summary>What a column of a file is.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Role">What its cells hold.</param>
/// <param name="Name">The property's name, the association's kind, or nothing.</param>
internal sealed record Column(int Number, ColumnRole Role, string? Name = null)
{
    /// <summary>What the account says of the property; null when it is not known.</summary>
    public PropertyDefinition? Property { get; init; }

    /// <summary>The kind of association; null for any other column.</summary>
    public AssociationSpec? Association { get; init; }

    /// <summary>Where in a user the cells of this column go, as a JSON pointer (RFC 6901).</summary>
    public string Pointer => Role switch
    {
        ColumnRole.Property => $"/properties/{Name}",
        ColumnRole.Id => "/id",
        ColumnRole.TraceId => "/objectWriteTraceId",
        ColumnRole.Association => "/associations",
        _ => string.Empty,
    };

    /// <summary>The column as a person finds it.</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"column {Number}") + (Name is null ? string.Empty : $" ({Name})");
}

/// <summary>What the cells of a column hold.</summary>
internal enum ColumnRole
{
    /// <summary>Values of a property.</summary>
    Property,

    /// <summary>The producer's own ids.</summary>
    Id,

    /// <summary>The caller's trace ids.</summary>
    TraceId,

    /// <summary>Ids of records to associate with.</summary>
    Association,

    /// <summary>Nothing that is taken.</summary>
    Ignored,
}
