using System.Text.Json.Nodes;
using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.Api;

public sealed class OpenApiTests(ApiEnvironment environment) : ApiTest(environment)
{
    [Fact]
    public async Task The_committed_document_is_what_the_app_says_of_itself()
    {
        Assert.Equal(ApiContract.Text, (await Api.GetAsync("/openapi.json")).Text);
    }

    [Fact]
    public async Task It_describes_every_HTTP_function_and_no_other()
    {
        var functions = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(await TheApp.FolderAsync(), "functions.metadata")))!.AsArray();

        // HEAD asks for what GET returns, and is not described apart.
        var deployed = functions.SelectMany(
            function => function!["bindings"]!.AsArray().Where(binding => (string)binding!["type"]! == "httpTrigger"),
            (function, binding) => (Name: (string)function!["name"]!, Methods: binding!["methods"]!.AsArray(), Route: (string)binding["route"]!))
            .SelectMany(function => function.Methods.Select(method => $"{function.Name} {method} /{function.Route}"))
            .Where(line => !line.Contains(" head ", StringComparison.Ordinal));

        var described = ApiContract.Document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject(), (path, method) => $"{method.Value!["operationId"]} {method.Key} {path.Key}");

        Assert.Equal(deployed.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Its_examples_keep_to_its_schemas()
    {
        foreach (var content in Contents(ApiContract.Document["paths"]!))
        {
            Assert.Empty(await ApiContract.FaultsAsync(content["schema"]!, content["example"]!.ToJsonString()));
        }
    }

    private static IEnumerable<JsonObject> Contents(JsonNode node) => node switch
    {
        JsonObject { Count: > 0 } branch when branch.ContainsKey("schema") && branch.ContainsKey("example") && !branch.ContainsKey("in") => [branch],
        JsonObject branch => branch.SelectMany(field => field.Value is null ? [] : Contents(field.Value)),
        JsonArray list => list.SelectMany(item => item is null ? [] : Contents(item)),
        _ => [],
    };
}
