using System.Text.Json;

namespace Infra.Tests.Scripts;

/// <summary>What lets operators make function keys of their own.</summary>
public sealed class FunctionKeyTests
{
    private const string Scope = "/subscriptions/0000/resourceGroups/rg-hubspot-users-dev";
    private const string Role = "Function keys in rg-hubspot-users-dev of 0000";
    private const string Assign = $"az role assignment create --assignee-object-id operators --assignee-principal-type User --role {Role} --scope {Scope} --output none";

    [Fact]
    public async Task A_first_deployment_makes_the_role_and_gives_it_to_operators()
    {
        using var script = Deployment();

        var result = await script.RunAsync("dev --yes --infrastructure");

        Assert.Equal(0, result.ExitCode);
        var definition = Assert.Single(result.Calls, call => call.StartsWith("az role definition create ", StringComparison.Ordinal));
        var role = JsonElement.Parse(definition[definition.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal(Role, role.GetProperty("Name").GetString());
        Assert.Equal([Scope], role.GetProperty("AssignableScopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.Contains(Assign, result.Calls);
    }

    /// <summary>Listing would show the keys of all producers, and the master key, which opens the host's own endpoints.</summary>
    [Fact]
    public async Task It_makes_and_deletes_function_keys_and_lists_none()
    {
        using var script = Deployment();

        var result = await script.RunAsync("dev --yes --infrastructure");

        var definition = result.Calls.Single(call => call.StartsWith("az role definition create ", StringComparison.Ordinal));
        Assert.Equal(
            ["Microsoft.Web/sites/host/functionkeys/write", "Microsoft.Web/sites/host/functionkeys/delete"],
            JsonElement.Parse(definition[definition.IndexOf('{', StringComparison.Ordinal)..]).GetProperty("Actions").EnumerateArray().Select(action => action.GetString()));
    }

    [Fact]
    public async Task A_later_deployment_finds_it()
    {
        using var script = Deployment().Print("az role assignment list --assignee operators *", "an-id\n");

        var result = await script.RunAsync("dev --yes --infrastructure");

        Assert.Equal(0, result.ExitCode);
        Assert.False(result.Called("az role definition create"));
        Assert.False(result.Called("az role assignment create"));
    }

    [Fact]
    public async Task A_new_role_is_assigned_once_Azure_knows_it_everywhere()
    {
        using var script = Deployment().FailAtFirst(2, "az role assignment create *", "RoleDefinitionDoesNotExist");

        var result = await script.RunAsync("dev --yes --infrastructure");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(3, result.Calls.Count(call => call == Assign));
        Assert.DoesNotContain("warning", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("az role definition create *")]
    [InlineData("az role assignment create *")]
    public async Task Whoever_may_not_make_it_deploys_all_the_same_and_sees_who_may(string refused)
    {
        using var script = Deployment().Fail(refused);

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("as an owner of the subscription, run: OPERATOR_PRINCIPAL_ID=operators OPERATOR_PRINCIPAL_TYPE=User infra/deploy.sh dev --infrastructure", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_operators_nothing_is_granted()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev --yes --infrastructure");

        Assert.Equal(0, result.ExitCode);
        Assert.False(result.Called("az role"));
    }

    private static Script Deployment() => new Script("deploy.sh").With("OPERATOR_PRINCIPAL_ID", "operators").Print("az account show --query id *", "0000\n");
}
