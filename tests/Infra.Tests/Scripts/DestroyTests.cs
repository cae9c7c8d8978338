using Infra.Tests.Template;

namespace Infra.Tests.Scripts;

public sealed class DestroyTests
{
    [Fact]
    public async Task It_deletes_the_group_and_keeps_the_remains_of_the_vault()
    {
        using var script = new Script("destroy.sh");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("az group delete --name rg-hubspot-users-dev --yes", result.Calls);
        Assert.False(result.Called("az keyvault purge"));
    }

    [Fact]
    public async Task It_says_what_goes_before_it_asks()
    {
        using var script = new Script("destroy.sh").Print("az resource list *", "stdatadev\\n");

        var result = await script.RunAsync("dev", "no\n");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("stdatadev", result.Output, StringComparison.Ordinal);
        Assert.Contains("users in the poison queue", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called("az group delete"));
    }

    [Fact]
    public async Task It_counts_what_waits_in_both_queues_without_showing_a_token()
    {
        using var script = new Script("destroy.sh")
            .Print("curl *stdatadev.queue.core.windows.net/users?comp=metadata", "HTTP/1.1 200 OK\\r\\nX-Ms-Approximate-Messages-Count: 1234\\r\\n")
            .Print("curl *stdatadev.queue.core.windows.net/users-poison?comp=metadata", "HTTP/1.1 200 OK\\r\\nx-ms-approximate-messages-count: 7\\r\\n");

        var result = await script.RunAsync("dev", "no\n");

        Assert.Contains("messages in 'users': 1234\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("messages in 'users-poison': 7\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("Bearer made-up-access-token", result.Input, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Calls, call => call.Contains("made-up-access-token", StringComparison.Ordinal));
        Assert.DoesNotContain("made-up-access-token", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_counts_every_queue_the_template_makes_even_when_it_may_not_list_them(bool mayList)
    {
        using var script = new Script("destroy.sh");
        if (!mayList)
        {
            script.Fail("az storage queue list *");
        }

        var result = await script.RunAsync("dev", "no\n");

        var queues = Snapshot.Of("dev").All("Microsoft.Storage/storageAccounts/queueServices/queues").Select(queue => queue.ShortName).ToList();
        Assert.Equal(3, queues.Count);
        Assert.All(queues, queue => Assert.Contains($"messages in '{queue}': ", result.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("az account get-access-token *")]
    [InlineData("curl *")]
    public async Task A_queue_that_cannot_be_counted_is_said_to_be_so(string step)
    {
        using var script = new Script("destroy.sh").Fail(step);

        var result = await script.RunAsync("dev", "no\n");

        Assert.Contains("messages in 'users': could not be counted", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("yes\n", 1)]
    [InlineData("prod\n", 0)]
    public async Task A_production_environment_is_deleted_only_after_its_name_is_typed(string typed, int exitCode)
    {
        using var script = new Script("destroy.sh");

        var result = await script.RunAsync("prod --yes", typed);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(exitCode is 0, result.Called("az group delete --name rg-hubspot-users-prod"));
    }

    [Fact]
    public async Task Purging_frees_the_vault_s_name_after_the_group_is_gone()
    {
        using var script = new Script("destroy.sh");

        var result = await script.RunAsync("dev --yes --purge");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["az keyvault list", "az group delete", "az keyvault purge"], result.Steps("az keyvault list", "az group delete", "az keyvault purge"));
        Assert.Contains("az keyvault purge --name kv-dev", result.Calls);
    }

    [Fact]
    public async Task What_is_not_there_is_not_deleted()
    {
        using var script = new Script("destroy.sh").Print("az group exists *", "false\\n");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.False(result.Called("az group delete"));
    }

    [Theory]
    [InlineData("az account show", "not logged in")]
    [InlineData("az group exists", "could not ask Azure")]
    [InlineData("az resource list", "")]
    [InlineData("az keyvault list", "could not look up the vault")]
    [InlineData("az group delete", "could not be deleted")]
    [InlineData("az keyvault purge", "with purge protection")]
    public async Task It_stops_at_the_step_that_fails(string step, string said)
    {
        string[] steps = ["az account show", "az group exists", "az resource list", "az keyvault list", "az group delete", "az keyvault purge"];
        using var script = new Script("destroy.sh").Fail($"{step} *");

        var result = await script.RunAsync("dev --yes --purge");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
        Assert.Equal(steps[..(Array.IndexOf(steps, step) + 1)], result.Steps(steps));
    }
}
