using System.Text.Json;

namespace Simulators.HubSpot.Users;

/// <summary>Reads the bodies of batch calls as strictly as the specification words them.</summary>
internal static class BodyReader
{
    private static readonly string[] AssociationCategories = ["HUBSPOT_DEFINED", "INTEGRATOR_DEFINED", "USER_DEFINED", "WORK"];

    public static List<CreateInput> ReadCreates(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Required(document.RootElement, "inputs", JsonValueKind.Array).EnumerateArray().Select(ReadCreate)];
    }

    public static ReadRequest ReadRead(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var ids = Required(root, "inputs", JsonValueKind.Array).EnumerateArray().Select(input => Text(input, "id"));
        return new ReadRequest(OptionalText(root, "idProperty"), [.. ids], [.. Names(root, "properties")]);
    }

    private static CreateInput ReadCreate(JsonElement input)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in Required(input, "properties", JsonValueKind.Object).EnumerateObject())
        {
            properties[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw WrongType($"inputs.properties.{property.Name}");
        }

        var targets = Required(input, "associations", JsonValueKind.Array).EnumerateArray().Select(ReadTarget).ToList();
        return new CreateInput(OptionalText(input, "objectWriteTraceId"), properties, targets);
    }

    private static string ReadTarget(JsonElement association)
    {
        var target = Text(Required(association, "to", JsonValueKind.Object), "id");
        foreach (var type in Required(association, "types", JsonValueKind.Array).EnumerateArray())
        {
            if (!AssociationCategories.Contains(Text(type, "associationCategory"), StringComparer.Ordinal))
            {
                throw WrongType("associationCategory");
            }

            if (!Required(type, "associationTypeId", JsonValueKind.Number).TryGetInt32(out _))
            {
                throw WrongType("associationTypeId");
            }
        }

        return target;
    }

    private static IEnumerable<string> Names(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw WrongType(name))
            : [];

    private static string Text(JsonElement parent, string name) => Required(parent, name, JsonValueKind.String).GetString()!;

    private static string? OptionalText(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : throw WrongType(name)
            : null;

    private static JsonElement Required(JsonElement parent, string name, JsonValueKind kind)
    {
        if (parent.ValueKind != JsonValueKind.Object)
        {
            throw WrongType(name);
        }

        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            throw new MalformedRequestException($"Invalid input JSON: Some required fields were not set: [{name}]");
        }

        return value.ValueKind == kind ? value : throw WrongType(name);
    }

    private static MalformedRequestException WrongType(string name) =>
        new($"Invalid input JSON: Cannot deserialize the value of \"{name}\"");
}
