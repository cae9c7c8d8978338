using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Tests.Docs;

public sealed partial class ParameterTests
{
    private static readonly List<string> Parameters =
        [.. Declaration().Matches(Repository.Read("infra/environment.bicep")).Select(match => match.Groups["name"].Value)];

    [Fact]
    public void Every_parameter_is_in_the_table_of_docs_deploy_md()
    {
        var documented = Row().Matches(Repository.Read("docs/deploy.md")).Select(match => match.Groups["name"].Value);

        Assert.Equal(Parameters.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_azd_hands_over_are_parameters_and_all_that_have_no_default()
    {
        var handedOver = JsonElement.Parse(Repository.Read("infra/main.parameters.json")).GetProperty("parameters").EnumerateObject()
            .Select(parameter => parameter.Name)
            .ToList();

        Assert.Equal(Required().Matches(Repository.Read("infra/main.bicep")).Select(match => match.Groups["name"].Value), handedOver);
    }

    [Fact]
    public void The_service_azd_publishes_is_the_function_app()
    {
        var project = Project().Match(Repository.Read("azure.yaml")).Groups["path"].Value;

        Assert.Equal("src/Functions", project);
        Assert.NotEmpty(Repository.Files(project, "Functions.csproj"));
    }

    [Fact]
    public void Every_environment_has_a_snapshot_and_every_snapshot_an_environment()
    {
        Assert.Equal(
            Repository.Files("infra/env", "*.bicepparam").Select(file => file.Replace(".bicepparam", ".snapshot.json", StringComparison.Ordinal)),
            Repository.Files("infra/env", "*.snapshot.json"));
    }

    [GeneratedRegex(@"^param (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^param (?<name>\w+) \S+$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Required();

    [GeneratedRegex(@"^\| `(?<name>[a-z]\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"project: (?<path>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Project();
}
