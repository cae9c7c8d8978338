using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;

namespace Api.OpenApi;

/// <summary>What the code's own documentation says of types and properties.</summary>
internal sealed class XmlDocs
{
    private readonly Dictionary<string, XElement> _members;

    private XmlDocs(Dictionary<string, XElement> members) => _members = members;

    /// <summary>Loads the documentation beside assemblies; there is nothing to say of one without.</summary>
    public static XmlDocs Load(params IEnumerable<Assembly> assemblies) => new(assemblies
        .Select(assembly => Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml"))
        .Where(File.Exists)
        .SelectMany(path => XDocument.Load(path).Descendants("member"))
        .DistinctBy(member => (string)member.Attribute("name")!, StringComparer.Ordinal)
        .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal));

    /// <summary>What a type is.</summary>
    public string? Of(Type type) => Text(_members.GetValueOrDefault($"T:{type.FullName}")?.Element("summary"));

    /// <summary>What a property is: said at the property, or at the parameter of the record that it comes from.</summary>
    public string? Of(JsonPropertyInfo property)
    {
        if (property.AttributeProvider is not MemberInfo { Name: var name, DeclaringType: { } type })
        {
            return null;
        }

        var parameter = _members.GetValueOrDefault($"T:{type.FullName}")?.Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == name);
        return Text(_members.GetValueOrDefault($"P:{type.FullName}.{name}")?.Element("summary") ?? parameter);
    }

    private static string? Text(XElement? element) =>
        element is null ? null : string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
