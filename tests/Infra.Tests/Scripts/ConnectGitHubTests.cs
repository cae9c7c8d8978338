using System.Text.RegularExpressions;
using Infra.Tests.Template;

namespace Infra.Tests.Scripts;

public sealed partial class ConnectGitHubTests
{
    /// <summary>What the app gets on the poison queue instead, where it does not manage poison.</summary>
    private const string MessageSender = "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a";

    private const string Arguments = "contoso/hubspot-users octocat";

    [Theory]
    [InlineData("repo:contoso@123/hubspot-users@456", "repo:contoso@123/hubspot-users@456:environment:")]
    [InlineData("", "repo:contoso/hubspot-users:environment:")]
    public async Task The_subject_begins_as_GitHub_says_it_does(string prefix, string expected)
    {
        using var script = Connecting().Print("gh api repos/contoso/hubspot-users/actions/oidc/customization/sub *", prefix);

        var result = await script.RunAsync(Arguments);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("note: a reviewer cannot approve a deployment of their own; octocat is the only one", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["dev", "prod", "prod-plan"],
            result.Calls.Where(call => call.StartsWith("az identity federated-credential create ", StringComparison.Ordinal))
                .Select(call => call[(call.IndexOf(expected, StringComparison.Ordinal) + expected.Length)..].Split(' ')[0]));
    }

    [Fact]
    public async Task An_identity_has_rights_on_its_own_group_only()
    {
        using var script = Connecting();

        var result = await script.RunAsync(Arguments);

        var grants = result.Calls.Where(call => call.StartsWith("az role assignment create ", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [
                "dev-principal dev Contributor", "dev-principal dev Role Based Access Control Administrator",
                "prod-principal prod Contributor", "prod-principal prod Role Based Access Control Administrator",
                "prod-plan-principal prod Reader", "prod-plan-principal prod What-if in rg-hubspot-users-prod",
            ],
            grants.Select(call => Grant().Match(call)).Select(grant => $"{grant.Groups["principal"]} {grant.Groups["environment"]} {grant.Groups["role"]}"));
    }

    [Fact]
    public async Task It_may_assign_and_take_away_the_roles_of_the_templates_and_no_others()
    {
        using var script = Connecting();

        var result = await script.RunAsync(Arguments);

        var assigned = Snapshot.Of("prod").All("Microsoft.Authorization/roleAssignments")
            .Select(assignment => assignment["roleDefinitionId"]!.Split('/')[^1])
            .Append(MessageSender)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        var condition = result.Calls.First(call => call.Contains("Role Based Access Control Administrator", StringComparison.Ordinal));
        var limits = Limit().Matches(condition);
        Assert.Equal(["@Request", "@Resource"], limits.Select(limit => limit.Groups["of"].Value));
        Assert.All(limits, limit => Assert.Equal(assigned, limit.Groups["roles"].Value.Split(", ").Order(StringComparer.Ordinal)));
        Assert.Contains("roleAssignments/write'})) OR (@Request", condition, StringComparison.Ordinal);
        Assert.Contains("roleAssignments/delete'})) OR (@Resource", condition, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_plans_can_change_nothing()
    {
        using var script = Connecting();

        var result = await script.RunAsync(Arguments);

        var role = Assert.Single(result.Calls, call => call.StartsWith("az role definition create ", StringComparison.Ordinal));
        Assert.Contains("\"Actions\":[\"Microsoft.Resources/deployments/whatIf/action\"]", role, StringComparison.Ordinal);
        Assert.Contains("\"AssignableScopes\":[\"/subscriptions/0000/resourceGroups/rg-hubspot-users-prod\"]", role, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deployments_come_from_main_and_production_asks_the_reviewer_unless_they_began_it()
    {
        using var script = Connecting();

        var result = await script.RunAsync(Arguments);

        foreach (var environment in new[] { "dev", "prod", "prod-plan" })
        {
            Assert.Contains($"gh api --silent --method PUT repos/contoso/hubspot-users/environments/{environment} --input -", result.Calls);
            Assert.Contains($"gh api --silent --method POST repos/contoso/hubspot-users/environments/{environment}/deployment-branch-policies -f name=main", result.Calls);
            Assert.Contains($"gh variable set AZURE_CLIENT_ID --repo contoso/hubspot-users --env {environment} --body {environment}-client", result.Calls);
        }

        Assert.Equal(
            string.Concat(
                """{"reviewers":[],"prevent_self_review":false,"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}}""",
                """{"reviewers":[{"type":"User","id":4711}],"prevent_self_review":true,"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}}""",
                """{"reviewers":[],"prevent_self_review":false,"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}}"""),
            result.Input);
    }

    [Fact]
    public async Task Several_may_approve_so_that_one_can_approve_what_another_began()
    {
        using var script = Connecting().Print("gh api users/hubot *", "4712\\n");

        var result = await script.RunAsync($"{Arguments} hubot");

        Assert.Contains("""{"reviewers":[{"type":"User","id":4711},{"type":"User","id":4712}],"prevent_self_review":true,""", result.Input, StringComparison.Ordinal);
        Assert.DoesNotContain("name another as well", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_get_their_keys_in_every_environment_since_a_workflow_cannot_give_them()
    {
        using var script = Connecting().With("OPERATOR_PRINCIPAL_ID", "operators");

        var result = await script.RunAsync(Arguments);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            ["dev", "prod"],
            result.Calls.Where(call => call.StartsWith("az role assignment create --assignee-object-id operators --assignee-principal-type Group --role Function keys in rg-hubspot-users-", StringComparison.Ordinal))
                .Select(call => call.Split("/resourceGroups/rg-hubspot-users-")[1].Split(' ')[0]));
    }

    [Fact]
    public async Task It_can_be_run_again()
    {
        using var script = Connecting().Print("gh api *deployment-branch-policies --jq *", "main").Print("az role definition list *", "What-if\\n");

        var result = await script.RunAsync(Arguments);

        Assert.Equal(0, result.ExitCode);
        Assert.False(result.Called("az role definition create"));
        Assert.DoesNotContain(result.Calls, call => call.Contains("--method POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Groups_and_providers_that_are_missing_are_made()
    {
        using var script = Connecting().Print("az provider list *", "Microsoft.Web\\n").Print("az group exists *", "false\\n");

        var result = await script.RunAsync(Arguments);

        Assert.True(result.Called("az provider register --namespace Microsoft.App --wait"));
        Assert.Contains("az group create --name rg-hubspot-users-dev --location westeurope --output none", result.Calls);
        Assert.Contains("az group create --name rg-hubspot-users-prod --location westeurope --output none", result.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("contoso octocat")]
    [InlineData("contoso/hubspot-users")]
    public async Task It_refuses_what_it_does_not_understand(string arguments)
    {
        using var script = Connecting();

        var result = await script.RunAsync(arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Calls);
    }

    private static Script Connecting()
    {
        var script = new Script("connect-github.sh")
            .Print("az account show --query id *", "0000\\n")
            .Print("az account show --query tenantId *", "1111\\n")
            .Print("gh api users/octocat *", "4711\\n");
        foreach (var name in new[] { "dev", "prod", "prod-plan" })
        {
            script.Print($"az identity show * --name {name} --query clientId *", $"{name}-client\\n")
                .Print($"az identity show * --name {name} --query principalId *", $"{name}-principal\\n");
        }

        return script;
    }

    [GeneratedRegex(@"--assignee-object-id (?<principal>\S+) .*--scope /subscriptions/0000/resourceGroups/rg-hubspot-users-(?<environment>\S+) --output none --role (?<role>.+?)( --condition|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grant();

    [GeneratedRegex(@"\((?<of>@\w+)\[Microsoft\.Authorization/roleAssignments:RoleDefinitionId\] ForAnyOfAnyValues:GuidEquals \{(?<roles>[^}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Limit();
}
