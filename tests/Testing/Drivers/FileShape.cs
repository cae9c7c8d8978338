using System.Text.Json;
using System.Text.Json.Serialization;

namespace Testing.Drivers;

/// <summary>A file as people really have them, and what it holds: <c>Fixtures/Files</c>.</summary>
/// <param name="File">The file.</param>
/// <param name="Users">Its users.</param>
public sealed record FileShape(string File, IReadOnlyList<ShapeUser> Users)
{
    /// <summary>What its columns are, where their names do not say it.</summary>
    public IReadOnlyDictionary<string, string> Map { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The charset it is declared to be in; null when it is not.</summary>
    public string? Charset { get; set; }

    /// <summary>Its faulty lines.</summary>
    public IReadOnlyList<int> Faulty { get; set; } = [];

    /// <summary>How many of its lines are blank.</summary>
    public int Skipped { get; set; }

    /// <summary>All shapes.</summary>
    public static IReadOnlyList<FileShape> All { get; } =
        JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(PathOf("shapes.json")), FileShapeJson.Default.IReadOnlyListFileShape)!;

    /// <summary>Where the file is.</summary>
    public string Location => PathOf(File);

    /// <inheritdoc/>
    public override string ToString() => File;

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "Files", name);
}

/// <summary>A user of a file.</summary>
/// <param name="Line">The line it stands on.</param>
/// <param name="Properties">Its properties.</param>
public sealed record ShapeUser(int Line, IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>Its producer's id; null when it has none.</summary>
    public string? Id { get; set; }

    /// <summary>Its caller's trace id; null when it has none.</summary>
    public string? TraceId { get; set; }

    /// <summary>The records it is associated with.</summary>
    public IReadOnlyList<string> Associations { get; set; } = [];
}

/// <summary>Reads the list of shapes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<FileShape>))]
internal sealed partial class FileShapeJson : JsonSerializerContext;
