using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Functions.Tests.Api.Drivers;

namespace Functions.Tests.Api;

public sealed partial class OpenApiTests(ApiEnvironment environment) : ApiTest(environment)
{
    [Fact]
    public async Task The_committed_document_is_what_the_app_says_of_itself()
    {
        Assert.Equal(ApiContract.Text, (await Api.GetAsync("/openapi.json")).Text);
    }

    [Fact]
    public void It_describes_every_HTTP_function_and_no_other()
    {
        var functions = Environment.App.Output
            .Select(line => FunctionLine().Match(line))
            .Where(match => match.Success)
            .Select(match => $"{match.Groups["name"].Value} {match.Groups["method"].Value.ToLowerInvariant()} {match.Groups["path"].Value}");

        var described = ApiContract.Document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject(), (path, method) => $"{method.Value!["operationId"]} {method.Key} {path.Key}");

        Assert.Equal(functions.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Its_examples_keep_to_its_schemas()
    {
        foreach (var content in Contents(ApiContract.Document["paths"]!))
        {
            Assert.Empty(await ApiContract.FaultsAsync(content["schema"]!, content["example"]!.ToJsonString()));
        }
    }

    // HEAD asks for what GET answers, and is not described apart.
    [GeneratedRegex(@"Function (?<name>\w+): httpTrigger \[(?<method>\w+)(,HEAD)?\] \S+?/api(?<path>/\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FunctionLine();

    private static IEnumerable<JsonObject> Contents(JsonNode node) => node switch
    {
        JsonObject { Count: > 0 } branch when branch.ContainsKey("schema") && branch.ContainsKey("example") && !branch.ContainsKey("in") => [branch],
        JsonObject branch => branch.SelectMany(field => field.Value is null ? [] : Contents(field.Value)),
        JsonArray list => list.SelectMany(item => item is null ? [] : Contents(item)),
        _ => [],
    };
}
