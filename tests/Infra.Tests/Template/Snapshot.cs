using System.Text.Json;

namespace Infra.Tests.Template;

/// <summary>The evaluated template of an environment, as <c>infra/check.sh</c> keeps it.</summary>
internal sealed class Snapshot
{
    private Snapshot(string file)
    {
        Text = Repository.Read(file);
        Resources = [.. JsonElement.Parse(Text).GetProperty("predictedResources").EnumerateArray().Select(resource => new Resource(resource))];
    }

    public static TheoryData<string> Environments { get; } =
        [.. Repository.Files("infra/env", "*.bicepparam").Select(file => Path.GetFileNameWithoutExtension(file))];

    /// <summary>What azd makes of an environment with the longest name it allows.</summary>
    public static Snapshot Azd { get; } = new("infra/checks/azd.snapshot.json");

    public string Text { get; }

    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>The app settings, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings => Single("Microsoft.Web/sites/config").Properties.EnumerateObject()
        .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!, StringComparer.Ordinal);

    public static Snapshot Of(string environment) => new($"infra/env/{environment}.snapshot.json");

    public IReadOnlyList<Resource> All(string type) => [.. Resources.Where(resource => resource.Type == type)];

    public Resource Single(string type) => Assert.Single(All(type));
}
