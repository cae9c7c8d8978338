using System.Reflection;
using Api;
using PublicApiGenerator;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Architecture;

/// <summary>What other assemblies may use. To accept a change: <c>UPDATE_DOCS=1</c> in front of the tests.</summary>
public sealed class PublicSurfaceTests
{
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    [Theory]
    [InlineData("HubSpotUsers", typeof(HubSpotUsersServiceCollectionExtensions))]
    [InlineData("Api", typeof(ApiServiceCollectionExtensions))]
    public void It_is_what_the_file_says(string name, Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var path = Path.Combine(Repository.Root, "src", name, "PublicSurface.txt");
        var surface = type.Assembly.GeneratePublicApi(Options) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is "1")
        {
            File.WriteAllText(path, surface);
        }

        Assert.Equal(File.ReadAllText(path), surface);
    }

    [Fact]
    public void It_is_small() => Assert.InRange(Assembly.GetAssembly(typeof(HubSpotUsersServiceCollectionExtensions))!.GetExportedTypes().Length, 1, 39);
}
