using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;

namespace Functions.Tests.Api.Drivers;

/// <summary>A client in C# that NSwag makes of the committed document, with a caller that is compiled against it.</summary>
internal static class GeneratedClient
{
    private const string Caller = """
        namespace Generated
        {
            public static class Caller
            {
                public static async System.Threading.Tasks.Task<string> RunAsync(System.Net.Http.HttpClient http)
                {
                    var client = new UsersClient(http);
                    var body = new BatchCreateRequest { Inputs = [new UserInput { Properties = new System.Collections.Generic.Dictionary<string, string> { ["hs_email"] = "nswag@example.com" }, Associations = [] }] };
                    UserBatchResponse response = await client.CreateUsersAsync(null, null, body);
                    UserResult result = System.Linq.Enumerable.Single(response.Results);
                    int index = result.Index;
                    BatchList page = await client.GetBatchesAsync(null, BatchResult.Succeeded, 1, null);
                    int created = System.Linq.Enumerable.First(page.Batches).Counts.Created;
                    try
                    {
                        await client.GetBatchAsync("none", null);
                        return "found";
                    }
                    catch (ApiException<Problem> exception)
                    {
                        return $"{index} {result.Outcome == Outcome.Created} {created > 0} {exception.Result.Status}";
                    }
                }
            }
        }
        """;

    /// <summary>Makes the client, compiles it, and has the caller call the app.</summary>
    /// <param name="client">Where the app is, and the key.</param>
    public static async Task<string> RunAsync(HttpClient client)
    {
        var settings = new CSharpClientGeneratorSettings { ClassName = "UsersClient", UseBaseUrl = false };
        settings.CSharpGeneratorSettings.Namespace = "Generated";
        settings.CSharpGeneratorSettings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        var code = new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(ApiContract.Text), settings).GenerateFile();
        var caller = Compile(code, Caller).GetType("Generated.Caller", throwOnError: true)!;
        return await (Task<string>)caller.GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [client])!;
    }

    private static Assembly Compile(params IEnumerable<string> code)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "GeneratedClient",
            code.Select(text => CSharpSyntaxTree.ParseText(text)),
            platform.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(fault => fault.Severity is DiagnosticSeverity.Error)));
        assembly.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(assembly);
    }
}
