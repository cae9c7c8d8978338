using System.Text.Json;

namespace Infra.Tests.Template;

/// <summary>A resource as the template would make it; what only Azure knows is an expression in brackets.</summary>
/// <param name="Json">The resource.</param>
internal sealed record Resource(JsonElement Json)
{
    public string Type => Text("type");

    public string Name => Text("name");

    public string Id => Text("id");

    /// <summary>The last part of the name.</summary>
    public string ShortName => Name[(Name.LastIndexOf('/') + 1)..];

    public JsonElement Properties => Json.GetProperty("properties");

    /// <summary>A property by its path, such as <c>networkAcls.defaultAction</c>, as text; null when it is not there.</summary>
    public string? this[string path]
    {
        get
        {
            var element = Properties;
            foreach (var part in path.Split('.'))
            {
                if (!element.TryGetProperty(part, out element))
                {
                    return null;
                }
            }

            return element.ToString();
        }
    }

    private string Text(string property) => Json.GetProperty(property).GetString()!;
}
