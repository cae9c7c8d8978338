using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Architecture;

/// <summary>Which rooms of some source code use which: a room is a folder at its top, or <c>(root)</c>.</summary>
internal sealed class SourceCode
{
    private const string Root = "(root)";

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private SourceCode(IEnumerable<string> rooms, IReadOnlyList<Use> uses) => (Rooms, Uses) = (rooms.ToHashSet(StringComparer.Ordinal), uses);

    public IReadOnlySet<string> Rooms { get; }

    /// <summary>Every place where a room uses a type of another.</summary>
    public IReadOnlyList<Use> Uses { get; }

    /// <summary>Compiles a folder of the repository.</summary>
    /// <param name="except">A file that belongs to no room.</param>
    public static SourceCode Compile(string folder, string except)
    {
        var root = Path.Combine(Repository.Root, folder);
        return Compile(Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => file != except)
            .ToDictionary(file => file, file => File.ReadAllText(Path.Combine(root, file)), StringComparer.Ordinal));
    }

    /// <summary>Compiles files.</summary>
    /// <param name="files">Their texts, by their paths.</param>
    public static SourceCode Compile(IReadOnlyDictionary<string, string> files)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        List<SyntaxTree> trees = [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Value, options, file.Key))];
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not "HubSpotUsers.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Rooms", [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, options)], references);
        return new SourceCode(files.Keys.Select(RoomOf), [.. trees.SelectMany(tree => UsesOf(tree, compilation))]);
    }

    private static IEnumerable<Use> UsesOf(SyntaxTree tree, CSharpCompilation compilation)
    {
        var (model, from) = (compilation.GetSemanticModel(tree), RoomOf(tree.FilePath));
        foreach (var name in tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>())
        {
            var symbol = model.GetSymbolInfo(name).Symbol;
            var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
            if (type?.OriginalDefinition.Locations.FirstOrDefault(location => location.IsInSource) is { SourceTree: { } declared } && RoomOf(declared.FilePath) is var to && to != from)
            {
                yield return new Use($"{tree.FilePath}:{name.GetLocation().GetLineSpan().StartLinePosition.Line + 1}", from, type.Name, to);
            }
        }
    }

    private static string RoomOf(string file) => file.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? file[..slash] : Root;

    /// <summary>A place where a room uses another.</summary>
    /// <param name="Place">File and line.</param>
    /// <param name="From">The room.</param>
    /// <param name="Name">The type it uses.</param>
    /// <param name="To">Whose it is.</param>
    internal sealed record Use(string Place, string From, string Name, string To);
}
