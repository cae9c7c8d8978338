namespace Testing.Drivers;

/// <summary>Reads the JSON files below <c>Fixtures</c>.</summary>
internal static class Fixture
{
    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name + ".json"));
}
