using System.Globalization;
using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>Reads the associations of an input, which HubSpot takes only complete.</summary>
/// <param name="fault">Takes a fault: pointer and detail.</param>
internal sealed class AssociationReader(Action<string, string> fault)
{
    private static readonly HashSet<string> Categories =
        new(["HUBSPOT_DEFINED", "INTEGRATOR_DEFINED", "USER_DEFINED", "WORK"], StringComparer.Ordinal);

    public IReadOnlyList<Association> Read(JsonElement element, string pointer)
    {
        if (element.ValueKind is JsonValueKind.Null)
        {
            return [];
        }

        if (element.ValueKind is not JsonValueKind.Array)
        {
            fault(pointer, "associations must be an array.");
            return [];
        }

        return [.. element.EnumerateArray().Select((item, index) => ReadAssociation(item, JsonPointer.Append(pointer, index))).OfType<Association>()];
    }

    private Association? ReadAssociation(JsonElement element, string pointer)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            fault(pointer, "An association must be an object with to and types.");
            return null;
        }

        RefuseUnknown(element, pointer, "to", "types");
        var to = ReadTo(element, pointer);
        var types = ReadTypes(element, JsonPointer.Append(pointer, "types"));
        return to is null || types.Count is 0 ? null : new Association(to, types);
    }

    private ObjectId? ReadTo(JsonElement association, string pointer)
    {
        var at = JsonPointer.Append(pointer, "to");
        if (!TryGet(association, "to", out var to) || to.ValueKind is not JsonValueKind.Object)
        {
            fault(at, "to must be an object with the id of the record to associate with.");
            return null;
        }

        RefuseUnknown(to, at, "id");
        if (TryGet(to, "id", out var id) && JsonText.TryGetId(id, out var text))
        {
            return new ObjectId(text);
        }

        fault(JsonPointer.Append(at, "id"), "id must be the id of a record, as a string or a whole number.");
        return null;
    }

    private List<AssociationSpec> ReadTypes(JsonElement association, string pointer)
    {
        if (!TryGet(association, "types", out var types) || types.ValueKind is not JsonValueKind.Array || types.GetArrayLength() is 0)
        {
            fault(pointer, "types must be an array of at least one kind of association.");
            return [];
        }

        return [.. types.EnumerateArray().Select((type, index) => ReadType(type, JsonPointer.Append(pointer, index))).OfType<AssociationSpec>()];
    }

    private AssociationSpec? ReadType(JsonElement element, string pointer)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            fault(pointer, "A type must be an object with associationCategory and associationTypeId.");
            return null;
        }

        RefuseUnknown(element, pointer, "associationCategory", "associationTypeId");
        var category = TryGet(element, "associationCategory", out var name) && name.ValueKind is JsonValueKind.String && JsonText.TryGet(name, out var text)
            ? text
            : string.Empty;
        if (!Categories.Contains(category))
        {
            fault(JsonPointer.Append(pointer, "associationCategory"), $"associationCategory must be one of {string.Join(", ", Categories)}.");
            return null;
        }

        if (TryGet(element, "associationTypeId", out var typeId) && TryReadNumber(typeId, out var number))
        {
            return new AssociationSpec(category, number);
        }

        fault(JsonPointer.Append(pointer, "associationTypeId"), "associationTypeId must be a whole number of 32 bits.");
        return null;
    }

    /// <summary>Some languages write large numbers as text.</summary>
    private static bool TryReadNumber(JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind is JsonValueKind.Number
            ? value.TryGetInt32(out number)
            : value.ValueKind is JsonValueKind.String && JsonText.TryGet(value, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Finds a member; that it is there twice is reported by <see cref="RefuseUnknown"/>.</summary>
    private static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (Members.Is(member, name))
            {
                value = member.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private void RefuseUnknown(JsonElement element, string pointer, params ReadOnlySpan<string> known)
    {
        var position = 0;
        var seen = 0;
        foreach (var field in element.EnumerateObject())
        {
            var which = Members.IndexOf(field, known);
            if (which < 0)
            {
                fault(JsonPointer.Append(pointer, field.Name, position), $"Unknown field; known here: {string.Join(", ", known)}.");
            }
            else if ((seen & (1 << which)) is not 0)
            {
                fault(JsonPointer.Append(pointer, known[which]), Members.Twice(known[which]));
            }

            seen |= which < 0 ? 0 : 1 << which;
            position++;
        }
    }
}
